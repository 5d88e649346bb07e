/** Whether certificates still hold: a Token Status List (draft-ietf-oauth-status-list) as a signed CWT, two bits a certificate. */

import { Malformed, decode, joined } from "./cbor.js";
import { findKey, pathOf } from "./keys.js";
import { openToken } from "./sign1.js";

const KIND = "application/statuslist+cwt";
const MOST_BYTES = 65_536;
const MOST_PLAIN = 8_000_000;
const STANDINGS = ["valid", "revoked", "suspended", "replaced"];

/** Return the list published at this address. Throws Malformed for every other, and where no key of ours for lists signed it; of a stolen
 * key no list counts. */
export async function openStatusList(content, uri, keys) {
  const opened = openToken(content, KIND, MOST_BYTES);
  const key = findKey(keys, opened.kid, "status");
  if (!key || key.state === "bad" || !(await opened.signedBy(key.public))) throw new Malformed();
  const claims = decode(opened.payload, MOST_BYTES);
  const said = claims instanceof Map ? claims.get(65533) : undefined;
  const list = { uri: claims.get?.(2), issued: claims.get?.(6), ttl: claims.get?.(65534) };
  const numbers = [list.issued, list.ttl].every((each) => typeof each === "number" && each >= 0);
  if (!(said instanceof Map) || said.get("bits") !== 2 || !numbers || !sameList(list.uri, uri, keys)) throw new Malformed();
  if (list.issued < key.notBefore || list.issued > key.signUntil) throw new Malformed();
  return { ...list, entries: await inflated(said.get("lst")) };
}

/** Return how the certificate in this place stands. Throws Malformed where the list has no such place. */
export function standingAt(list, index) {
  if (index >= list.entries.length * 4) throw new Malformed();
  return STANDINGS[(list.entries[Math.floor(index / 4)] >> (2 * (index % 4))) & 3];
}

/** Return whether a list is the one at this address; lists are signed anew where the State has moved, and keep their numbers. */
function sameList(said, uri, keys) {
  if (typeof said !== "string") return false;
  const path = pathOf(keys, uri);
  return said === uri || (path !== null && pathOf(keys, said) === path);
}

async function inflated(packed) {
  if (!(packed instanceof Uint8Array)) throw new Malformed();
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > MOST_PLAIN) throw new Malformed();
      parts.push(next.value);
    }
  } catch {
    throw new Malformed();
  }
  return joined(parts);
}
