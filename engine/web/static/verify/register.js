/** The public register (a Merkle tree as in RFC 6962, published as https://c2sp.org/tlog-tiles asks): whether it holds a certificate, by
 * the register's own proof, so that nobody's word need be taken for it. */

import { encode, joined, same } from "./cbor.js";
import { verified } from "./ed25519.js";
import { hostsOf } from "./keys.js";

const utf8 = new TextEncoder();
const DOMAIN = utf8.encode("mana-mitra certificate v1\0");
const HEAD = "c2sp.org/tlog-proof@v1";
const SIGNED = 1, COSIGNED = 4;
const ISSUED = 0;
const KEY_ID = 4, TIME = 8;
const MOST_SIGNATURES = 64;

export const NOT_THERE = { entry: -1, witnessed: true };

/** Return what stands for a token in the register. */
export function fingerprint(token) {
  return digest(joined([DOMAIN, token]));
}

/** Return {entry, witnessed} of a certificate: the number of its entry where this proof shows that the register holds it, else -1;
 * whether as many witnesses as are asked for saw it there, and the key that signed for it is still believed. day: on which it was entered, as in `2026-11-22`;
 * watchers: {witnesses: their keys as they are handed around, quorum}, the pin this page came with. */
export async function provedEntry(proof, day, { claims, kid, token }, keys, watchers) {
  try {
    const [head, note] = halves(proof, proof.indexOf("\n\n"));
    const [first, index, ...hashes] = head.split("\n");
    const number = Number(/^index (0|[1-9][0-9]{0,15})$/.exec(index)[1]);
    const entry = encode([ISSUED, claims.type, day, claims.place[0] ?? "", kid, await fingerprint(token)]);
    const tree = await openCheckpoint(note, keys, watchers);
    const path = hashes.map(fromBase64);
    const root = await rootOver(await digest(joined([Uint8Array.of(0), entry])), number, tree.size, path);
    if (first !== HEAD || !root || !same(root, tree.root)) return NOT_THERE;
    return { entry: number, witnessed: tree.believed && tree.seen.size >= watchers.quorum };
  } catch {
    return NOT_THERE;
  }
}

/** Return size and root of the tree that a log key of this set signed for, whether it is still believed, and which witnesses saw the tree.
 * Throws where none signed, and where a line is in the name of one of them and not by it. */
async function openCheckpoint(note, keys, watchers) {
  const [body, lines] = halves(note, note.lastIndexOf("\n\n"));
  const text = `${body}\n`;
  const [origin, size, root] = text.split("\n");
  const name = `${hostsOf(keys)[0].replace(/^https?:\/\//, "")}/.well-known/log`;
  const logs = keys.keys.filter((each) => each.purpose === "log").map((key) => ({ ...key, name, kind: SIGNED }));
  const signatures = signaturesOf(lines);
  const signed = await signers(text, signatures, logs);
  const seen = await signers(text, signatures, watchers.witnesses.map(witnessKey));
  if (origin !== name || !signed.size) throw new Error("nobody known signed it");
  const believed = [...signed].some((key) => isBelieved(key, Number(size), watchers));
  return { size: Number(size), root: fromBase64(root), believed, seen: new Set([...seen].map((key) => key.name)) };
}

/** Return whether a log key's word for a tree of this size counts: a stolen key's for what it had before, where witnesses must say so too. */
function isBelieved(key, size, watchers) {
  return key.state !== "bad" || (watchers.quorum > 0 && size <= (key.badAfter ?? 0));
}

/** Return those of these keys that signed. Throws where a line bears a key's id and is not signed with it. */
async function signers(text, signatures, known) {
  const found = new Set();
  for (const key of known) {
    const id = (await digest(joined([utf8.encode(`${key.name}\n`), Uint8Array.of(key.kind), key.public]))).slice(0, KEY_ID);
    for (const { name, content } of signatures) {
      if (name !== key.name || !same(content.slice(0, KEY_ID), id)) continue;
      const [message, signature] = key.kind === SIGNED ? [text, content.slice(KEY_ID)] : witnessed(text, content.slice(KEY_ID));
      if (!(await verified(key.public, utf8.encode(message), signature))) throw new Error(`${name} did not sign it`);
      found.add(key);
    }
  }
  return found;
}

/** Return what a witness signs (https://c2sp.org/tlog-cosignature): when it saw the text, and the text; and its signature. */
function witnessed(text, content) {
  const time = new DataView(content.buffer, content.byteOffset).getBigUint64(0);
  return [`cosignature/v1\ntime ${time}\n${text}`, content.slice(TIME)];
}

function signaturesOf(text) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length > MOST_SIGNATURES) throw new Error("not a signed note");
  return lines.map((line) => {
    const [, name, content] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    return { name, content: fromBase64(content) };
  });
}

/** Return a witness's key of its text: name, id and key. */
function witnessKey(text) {
  const [, name, material] = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/.exec(text);
  return { name, kind: COSIGNED, public: fromBase64(material).slice(1) };
}

/** Return the root that this path leads to (RFC 9162, section 2.1.3.2), null where it fits no tree of this size. */
async function rootOver(leaf, index, size, path) {
  if (!(index < size)) return null;
  let root = leaf;
  let [place, last] = [index, size - 1];
  for (const next of path) {
    if (last === 0) return null;
    const left = place % 2 === 1 || place === last;
    root = await digest(joined(left ? [Uint8Array.of(1), next, root] : [Uint8Array.of(1), root, next]));
    while (left && place % 2 === 0 && place > 0) [place, last] = [half(place), half(last)];
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

const half = (number) => Math.floor(number / 2);
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function halves(text, gap) {
  if (gap < 0) throw new Error("not a proof");
  return [text.slice(0, gap), text.slice(gap + 2)];
}

async function digest(content) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content));
}
