/** What is believed and from when it is: the key set and the status lists, fetched, proved, and kept for the time without a network.
 *
 * Only what was proved is kept, and nothing older ever takes the place of something newer. */

import { Malformed } from "./cbor.js";
import { openKeySet } from "./keys.js";
import { openStatusList, standingAt } from "./status.js";
import { idBytes, idOf } from "./link.js";
import { NOT_THERE, provedEntry } from "./register.js";

const KEPT = "mitra-trust";
const KEYS = "/.well-known/keys";
const PATIENCE_MS = 8_000;
const REFUSED = "asked too often";
const WORSE = ["valid", "suspended", "replaced", "revoked"];
const UNASKED = { entry: null, witnessed: true };

/** Return the newest key set that is signed by the root keys, or null. known: what the page came with. */
export async function trustedKeys(known) {
  const roots = { keys: known.roots.map(bytesOf), threshold: known.threshold };
  return newest(KEYS, (content) => openKeySet(content, roots), (set) => set.number);
}

/** Return the newest list published at this address, or null. */
export async function trustedList(uri, keys) {
  const path = listPath(uri, keys.issuer);
  return path && newest(path, (content) => openStatusList(content, uri, keys), (list) => list.issued);
}

/** Return what is known beside the token, for `judge` and for the sheet. read: {claims, kid, token} as far as it could be read; id: of the
 * address the token came with, or null; told: what the page came with. */
export async function circumstances(read, id, keys, told) {
  const { claims } = read;
  const [answer, list] = await Promise.all([
    register(id ?? (claims && idOf(claims.id))),
    claims?.status ? trustedList(claims.status.uri, keys) : null,
  ]);
  const asked = answer === REFUSED ? null : answer;
  const now = asked?.now ?? Math.floor(Date.now() / 1000);
  const logged = asked && claims ? await loggedAs(asked, read, keys, told) : UNASKED;
  return {
    now,
    id: id && idBytes(id),
    logged: logged.entry,
    witnessed: logged.witnessed,
    refused: answer === REFUSED,
    since: asked?.since ?? null,
    standing: standing(list, claims, asked),
    listed: list?.issued ?? null,
    statusAge: list ? now - list.issued : 0,
    statusTtl: list ? list.ttl : 86_400,
  };
}

/** Fetch again every status list that was kept, and more that follow them; return the oldest one's age and life, or null.
 * So a scanner carries the lists of all certificates, whichever it will be shown. */
export async function carryLists(keys) {
  const lists = [];
  for (let number = 1; number <= 4_096; number += 1) {
    const list = await trustedList(`${keys.issuer}/.well-known/status/${number}`, keys);
    if (!list) break;
    lists.push(list);
  }
  return lists.sort((one, other) => one.issued - other.issued)[0] ?? null;
}

/** Return how it stands by its list and by the register: the worse answer counts. That all is well the list must say. */
function standing(list, claims, asked) {
  const kept = asked?.known ? registered(asked) : null;
  if (!claims?.status) return kept;
  const said = listed(list, claims.status.index);
  if (said === null) return kept === "valid" ? null : kept;
  return WORSE.indexOf(kept) > WORSE.indexOf(said) ? kept : said;
}

function listed(list, index) {
  try {
    return list && standingAt(list, index);
  } catch {
    return null;
  }
}

/** Return how the register says it stands; that its time is over is for the signed dates to say. */
function registered(asked) {
  return asked.status === "expired" ? "valid" : asked.status;
}

/** Return how the public log holds it; what the register has entered and cannot prove yet, no witness has seen yet. */
async function loggedAs(asked, read, keys, told) {
  if (asked.proof) return provedEntry(asked.proof, asked.since, read, keys, told);
  return typeof asked.entry === "number" ? { entry: asked.entry, witnessed: false } : NOT_THERE;
}

/** Return what the register says of an id, REFUSED where it was asked too often from here, or null without a network. */
async function register(id) {
  if (!id) return null;
  try {
    const answer = await fetch(`/c/${id.toLowerCase()}.json`, asking());
    if (answer.status === 429) return REFUSED;
    return answer.ok || answer.status === 404 ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Return the newer of what is published and what was kept, each proved; the newer one is kept. */
async function newest(path, proved, order) {
  const [fetched, kept] = await Promise.all([opened(published(path), proved), opened(remembered(path), proved)]);
  if (fetched && (!kept || order(fetched.value) >= order(kept.value))) {
    await keep(path, fetched.content);
    return fetched.value;
  }
  return kept?.value ?? null;
}

async function opened(content, proved) {
  const bytes = await content;
  if (!bytes) return null;
  try {
    return { content: bytes, value: await proved(bytes) };
  } catch (trouble) {
    if (!(trouble instanceof Malformed)) console.error(trouble);
    return null;
  }
}

async function published(path) {
  try {
    const answer = await fetch(path, asking());
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

async function remembered(path) {
  try {
    const found = await (await caches.open(KEPT)).match(path);
    return found ? new Uint8Array(await found.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

async function keep(path, content) {
  try {
    await (await caches.open(KEPT)).put(path, new Response(content));
  } catch {
    // a browser that keeps nothing checks with a network only
  }
}

const asking = () => ({ cache: "no-cache", credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });

function listPath(uri, issuer) {
  const begin = `${issuer}/.well-known/status/`;
  return uri.startsWith(begin) && /^[0-9]{1,9}$/.test(uri.slice(begin.length)) ? uri.slice(issuer.length) : null;
}

export function bytesOf(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
