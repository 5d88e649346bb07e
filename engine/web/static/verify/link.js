/** The address in a certificate's code: HTTPS://HOST/C/<id>#<digits>. The id is for the server, the digits are for the reader alone. */

import { Malformed } from "./cbor.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONGEST = 5_000;
const BYTES = { 3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7 };
const WIDE = 17;

/** A code that does not lead to us. host: where it leads. */
export class NotOurs extends Error {
  constructor(host) {
    super();
    this.host = host;
  }
}

/** Return the bytes of these digits. Throws Malformed where no bytes have them. */
export function fromDigits(text) {
  if (text.length > LONGEST || !/^[0-9]*$/.test(text)) throw new Malformed();
  const content = [];
  for (let start = 0; start < text.length; start += WIDE) {
    const block = text.slice(start, start + WIDE);
    const size = BYTES[block.length];
    const number = BigInt(block);
    if (!size || number >> BigInt(8 * size)) throw new Malformed();
    for (let place = size - 1; place >= 0; place -= 1) content.push(Number((number >> BigInt(8 * place)) & 255n));
  }
  return Uint8Array.from(content);
}

/** Return the id that somebody typed or scanned, look-alikes and spaces forgiven; null where it cannot be one. */
export function readId(typed) {
  const spelled = typed.trim().toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/[- ]/g, "");
  return spelled.length === 16 && [...spelled].every((letter) => ALPHABET.includes(letter)) ? spelled : null;
}

/** Return the ten bytes an id spells. */
export function idBytes(id) {
  let bits = 0n;
  for (const letter of id) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(letter));
  return Uint8Array.from({ length: 10 }, (_, place) => Number((bits >> BigInt(8 * (9 - place))) & 255n));
}

/** Return the id as it is spelled from its ten bytes. */
export function idOf(bytes) {
  const bits = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return Array.from({ length: 16 }, (_, place) => ALPHABET[Number((bits >> BigInt(75 - 5 * place)) & 31n)]).join("");
}

/** Return id and token of a code of ours. publicUrls: where ours lead now, and where they led before; the host is compared letter by letter.
 * Throws NotOurs, or Malformed. */
export function readLink(text, ...publicUrls) {
  if (text.length > LONGEST) throw new Malformed();
  const said = split(text.trim());
  if (!publicUrls.some((each) => split(each).host === said.host)) throw new NotOurs(said.host);
  const path = /^\/c\/([^/]+)\/?$/i.exec(said.path);
  const id = path && readId(path[1]);
  if (!id || said.query) throw new Malformed();
  return { id, token: said.fragment ? fromDigits(said.fragment) : new Uint8Array() };
}

/** Return the parts of an address. The browser's own reader is of no use here: it repairs what ought to be refused. */
function split(text) {
  const parts = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(text);
  if (!parts || !parts[2]) return { host: "" };
  const [, scheme, place, path, query = "", fragment = ""] = parts;
  return { host: hostOf(scheme.toLowerCase(), place.toLowerCase(), text), path, query, fragment };
}

function hostOf(scheme, place, text) {
  if (/[[\]]/.test(place)) return text.slice(0, 80);
  if (!/^[a-z0-9.-]+(:[0-9]{1,5})?$/.test(place)) return place;
  return scheme === "https" ? place.replace(/:443$/, "") : place;
}
