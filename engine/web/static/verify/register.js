/** The public register (a Merkle tree as in RFC 6962, published as https://c2sp.org/tlog-tiles asks): whether it holds a certificate, by
 * the register's own proof, so that nobody's word need be taken for it. */

import { encode, joined, same } from "./cbor.js";
import { verified } from "./ed25519.js";

const utf8 = new TextEncoder();
const DOMAIN = utf8.encode("mana-mitra certificate v1\0");
const HEAD = "c2sp.org/tlog-proof@v1";
const SIGNED = 1;
const ISSUED = 0;

/** Return what stands for a token in the register. */
export function fingerprint(token) {
  return digest(joined([DOMAIN, token]));
}

/** Return the number of a certificate's entry where this proof shows that the register holds it, else -1.
 * day: on which it was entered, as in `2026-11-22`. */
export async function provedEntry(proof, day, { claims, kid, token }, keys) {
  try {
    const [head, note] = halves(proof, proof.indexOf("\n\n"));
    const [first, index, ...hashes] = head.split("\n");
    const number = Number(/^index (0|[1-9][0-9]{0,15})$/.exec(index)[1]);
    const entry = encode([ISSUED, claims.type, day, claims.place[0] ?? "", kid, await fingerprint(token)]);
    const tree = await openCheckpoint(note, keys);
    const path = hashes.map(fromBase64);
    const root = await rootOver(await digest(joined([Uint8Array.of(0), entry])), number, tree.size, path);
    return first === HEAD && root && same(root, tree.root) ? number : -1;
  } catch {
    return -1;
  }
}

/** Return size and root of the tree that a log key of this set signed for. Throws where none did. */
async function openCheckpoint(note, keys) {
  const [body, signatures] = halves(note, note.lastIndexOf("\n\n"));
  const text = `${body}\n`;
  const [origin, size, root] = text.split("\n");
  const name = `${keys.issuer.replace(/^https?:\/\//, "")}/.well-known/log`;
  if (origin !== name || !(await signedBy(text, name, signatures, keys))) throw new Error("nobody known signed it");
  return { size: Number(size), root: fromBase64(root) };
}

async function signedBy(text, name, signatures, keys) {
  for (const key of keys.keys.filter((each) => each.purpose === "log")) {
    const id = (await digest(joined([utf8.encode(`${name}\n`), Uint8Array.of(SIGNED), key.public]))).slice(0, 4);
    for (const line of signatures.split("\n").filter((each) => each.startsWith(`\u2014 ${name} `))) {
      const content = fromBase64(line.slice(name.length + 3));
      if (same(content.slice(0, 4), id) && (await verified(key.public, utf8.encode(text), content.slice(4)))) return true;
    }
  }
  return false;
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
