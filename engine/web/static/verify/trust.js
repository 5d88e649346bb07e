/** What is believed and from when it is: the key set and the status lists, fetched, proved, and kept for the time without a network.
 *
 * Only what was proved is kept, and nothing older ever takes the place of something newer. */

import { Malformed } from "./cbor.js";
import { openKeySet, pathOf } from "./keys.js";
import { openStatusList, standingAt } from "./status.js";
import { idBytes, idOf } from "./link.js";
import { NOT_THERE, provedEntry } from "./register.js";

const KEPT = "mitra-trust";
const KEYS = "/.well-known/keys";
const PATIENCE_MS = 8_000;
const PAUSES_MS = [1_000, 2_000, 4_000];
const WORSE = ["valid", "suspended", "replaced", "revoked"];
/** What stands for an answer that the server, or the proxy before it, was too busy to give. */
export const BUSY = "busy";
const UNASKED = { entry: null, witnessed: true };

/** Return the newest key set that is signed by the root keys, BUSY where none is kept and the server gives none now, or null. known: what the page came with. */
export async function trustedKeys(known) {
  const roots = { keys: known.roots.map(bytesOf), threshold: known.threshold };
  return newest(KEYS, (content) => openKeySet(content, roots), (set) => set.number);
}

/** Return the newest list published at this address, or BUSY, or null. */
export async function trustedList(uri, keys) {
  const path = listPath(pathOf(keys, uri));
  return path && newest(path, (content) => openStatusList(content, uri, keys), (list) => list.issued);
}

/** Return what is known beside the token, for `judge` and for the sheet. read: {claims, kid, token} as far as it could be read; id: of the
 * address the token came with, or null; told: what the page came with. */
export async function circumstances(read, id, keys, told) {
  const { claims } = read;
  const answers = await Promise.all([
    register(id ?? (claims && idOf(claims.id))),
    claims?.status ? trustedList(claims.status.uri, keys) : null,
  ]);
  const [asked, list] = answers.map((answer) => (answer === BUSY ? null : answer));
  const now = asked?.now ?? Math.floor(Date.now() / 1000);
  const logged = asked && claims ? await loggedAs(asked, read, keys, told) : UNASKED;
  const stands = standing(list, claims, asked);
  const byList = claims?.status && listed(list, claims.status.index) === stands;
  return {
    now,
    id: id && idBytes(id),
    logged: logged.entry,
    witnessed: logged.witnessed,
    busy: answers.includes(BUSY),
    since: asked?.since ?? null,
    standing: stands,
    listed: byList ? (list?.issued ?? null) : null,
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
    if (!list || list === BUSY) break;
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

/** Return what the register says of an id, or BUSY, or null without a network. */
async function register(id) {
  if (!id) return null;
  try {
    const answer = await patiently(`/c/${id.toLowerCase()}.json`);
    if (answer === BUSY) return BUSY;
    return answer.ok || answer.status === 404 ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Return the newer of what is published and what was kept, each proved; the newer one is kept. BUSY where nothing was, and none is given. */
async function newest(path, proved, order) {
  const [answer, kept] = await Promise.all([published(path), opened(remembered(path), proved)]);
  const fetched = answer === BUSY ? null : await opened(answer, proved);
  if (fetched && (!kept || order(fetched.value) >= order(kept.value))) {
    await keep(path, fetched.content);
    return fetched.value;
  }
  return kept?.value ?? (answer === BUSY ? BUSY : null);
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
    const answer = await patiently(path);
    if (answer === BUSY) return BUSY;
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** Fetch; ask again after a while where too many ask just now, each browser at a moment of its own, and give up as BUSY. */
async function patiently(path) {
  for (const pause of PAUSES_MS) {
    const answer = await fetch(path, asking());
    if (answer.status !== 429) return answer;
    await new Promise((done) => setTimeout(done, pause * (0.75 + Math.random() / 2)));
  }
  const last = await fetch(path, asking());
  return last.status === 429 ? BUSY : last;
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

function listPath(path) {
  return /^\/\.well-known\/status\/[0-9]{1,9}$/.test(path ?? "") ? path : null;
}

export function bytesOf(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
