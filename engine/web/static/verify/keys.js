/** Who may sign what: the public keys of all departments, in a set that the State's root keys have signed. */

import { Malformed, Tag, compared, decode, encode, same } from "./cbor.js";
import { verified } from "./ed25519.js";

const MOST_BYTES = 1_000_000;
const ROLE = -70002;
const PURPOSES = ["certificate", "status", "log"];
const STATES = ["active", "retired", "bad"];

/** Return the key set. Throws Malformed, also where fewer root keys signed it than are needed.
 * roots: {keys: [bytes], threshold}, the pin this page came with. */
export async function openKeySet(content, roots) {
  const tagged = decode(content, MOST_BYTES);
  if (!(tagged instanceof Tag) || tagged.number !== 98 || !Array.isArray(tagged.value)) throw new Malformed();
  const [guarded, rest, payload, signatures] = tagged.value;
  const empty = tagged.value.length === 4 && isBytes(guarded) && guarded.length === 0 && isEmpty(rest);
  if (!empty || !isBytes(payload) || !Array.isArray(signatures)) throw new Malformed();
  if ((await signers(payload, signatures, roots)).size < Math.max(1, roots.threshold)) throw new Malformed();
  return readKeySet(payload);
}

/** Return the eight bytes that name a key: of its COSE key thumbprint (RFC 9679). */
export async function keyId(publicKey) {
  const thumbprint = await crypto.subtle.digest("SHA-256", encode(new Map([[1, 1], [-1, 6], [-2, publicKey]])));
  return new Uint8Array(thumbprint).slice(0, 8);
}

/** Return whether a certificate of this type, of an office in this place, could be signed by this key at that moment. */
export function maySign(key, claims) {
  const here = !key.districts.length || key.districts.includes(claims.place[0]);
  const inTime = key.notBefore <= claims.issued && claims.issued <= key.signUntil;
  return key.purpose === "certificate" && key.types.includes(claims.type) && here && inTime;
}

/** Return the key of this id where it is for this purpose. */
export function findKey(set, kid, purpose) {
  return set.keys.find((key) => same(key.kid, kid) && key.purpose === purpose) ?? null;
}

/** Return every address under which certificates of the State were issued, the first one first. */
export function hostsOf(set) {
  return [...new Set([...set.former, set.issuer])];
}

/** Return what follows the host in an address of ours, as it is today or was; null where it is nobody's of ours. */
export function pathOf(set, uri) {
  const host = hostsOf(set).find((each) => uri.startsWith(`${each}/`));
  return host === undefined ? null : uri.slice(host.length);
}

async function signers(payload, signatures, roots) {
  const known = await Promise.all(roots.keys.map(async (key) => [await keyId(key), key]));
  const found = new Set();
  for (const each of signatures) {
    const [guarded, rest, signature] = Array.isArray(each) ? each : [];
    if (each.length !== 3 || !isBytes(guarded) || !isEmpty(rest) || !isBytes(signature)) throw new Malformed();
    const header = decode(guarded, 100);
    const kid = header instanceof Map ? header.get(4) : undefined;
    if (!isBytes(kid) || !same(encode(new Map([[1, -8], [4, kid]])), guarded)) throw new Malformed();
    const root = known.find(([name]) => same(name, kid));
    const signed = encode(["Signature", new Uint8Array(), guarded, new Uint8Array(), payload]);
    if (root && (await verified(root[1], signed, signature))) found.add(root[0]);
  }
  return found;
}

async function readKeySet(payload) {
  const said = decode(payload, MOST_BYTES);
  if (!(said instanceof Map) || !Array.isArray(said.get(5))) throw new Malformed();
  const keys = await Promise.all(said.get(5).map(readKey));
  const inOrder = [...keys].sort((one, other) => compared(one.kid, other.kid));
  const set = { issuer: said.get(1), number: said.get(2), issued: said.get(3), goodUntil: said.get(4), keys, former: said.get(6) ?? [] };
  const again = new Map([[1, set.issuer], [2, set.number], [3, set.issued], [4, set.goodUntil], [5, inOrder.map(keyMap)]]);
  if (said.has(6)) again.set(6, set.former);
  const listed = Array.isArray(set.former) && set.former.every(isText) && set.former.length > 0 === said.has(6);
  const counted = [set.number, set.issued, set.goodUntil].every((each) => typeof each === "number");
  if (typeof set.issuer !== "string" || !listed || !counted || !same(encode(again), payload)) throw new Malformed();
  return set;
}

async function readKey(said) {
  const role = said instanceof Map ? said.get(ROLE) : undefined;
  if (!(role instanceof Map) || !isBytes(said.get(-2)) || said.get(-2).length !== 32) throw new Malformed();
  const key = {
    public: said.get(-2),
    kid: await keyId(said.get(-2)),
    name: role.get(1),
    purpose: PURPOSES[role.get(2)],
    notBefore: role.get(3),
    signUntil: role.get(4),
    types: role.get(5),
    districts: role.get(6),
    state: STATES[role.get(7)],
    badAfter: role.get(8) ?? null,
  };
  const listed = [key.types, key.districts].every((list) => Array.isArray(list) && list.every(isText));
  if (!listed || !isText(key.name) || !key.purpose || !key.state) throw new Malformed();
  return key;
}

function keyMap(key) {
  const role = new Map([[1, key.name], [2, PURPOSES.indexOf(key.purpose)], [3, key.notBefore], [4, key.signUntil]]);
  role.set(5, key.types).set(6, key.districts).set(7, STATES.indexOf(key.state));
  if (key.badAfter !== null) role.set(8, key.badAfter);
  return new Map([[1, 1], [2, key.kid], [3, -8], [-1, 6], [-2, key.public], [ROLE, role]]);
}

const isBytes = (value) => value instanceof Uint8Array;
const isText = (value) => typeof value === "string";
const isEmpty = (value) => value instanceof Map && value.size === 0;
