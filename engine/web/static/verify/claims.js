/** What a token says: who issued which certificate to whom, when, until when, and where to see whether it still holds. */

import { Malformed, decode, encode, same } from "./cbor.js";

const MOST_BYTES = 1_900;
const ISSUER = 1, EXPIRES = 4, ISSUED = 6, ID = 7, STATUS = 65535, PERSON = 169, CERTIFICATE = -70001;
const TYPE = 1, NUMBER = 2, PLACE = 3, OFFICER = 4, PHOTOGRAPH = 5, FIRST_FIELD = 10;

/** Claim 169: full name; date of birth as YYYYMMDD. */
export const NAME = 4, BORN = 8;

/** Return what was signed. Throws Malformed for all that an issuer of ours would not have written. */
export function readClaims(payload) {
  const said = mapped(decode(payload, MOST_BYTES));
  const certificate = new Map(mapped(said.get(CERTIFICATE)));
  const claims = {
    issuer: said.get(ISSUER),
    id: said.get(ID),
    issued: said.get(ISSUED),
    expires: said.get(EXPIRES) ?? null,
    type: taken(certificate, TYPE),
    number: taken(certificate, NUMBER),
    status: statusPlace(said.get(STATUS)),
    place: taken(certificate, PLACE) ?? [],
    officer: taken(certificate, OFFICER) ?? "",
    photograph: taken(certificate, PHOTOGRAPH) ?? null,
    person: mapped(said.get(PERSON) ?? new Map()),
    fields: certificate,
  };
  if (!sound(claims) || !same(encode(toMap(claims)), payload)) throw new Malformed();
  return claims;
}

function toMap(claims) {
  const certificate = new Map([[TYPE, claims.type], [NUMBER, claims.number]]);
  if (claims.place.length) certificate.set(PLACE, claims.place);
  if (claims.officer) certificate.set(OFFICER, claims.officer);
  if (claims.photograph) certificate.set(PHOTOGRAPH, claims.photograph);
  const said = new Map([[ISSUER, claims.issuer], [ISSUED, claims.issued], [ID, claims.id]]);
  if (claims.expires !== null) said.set(EXPIRES, claims.expires);
  if (claims.status) {
    const place = new Map([["idx", claims.status.index], ["uri", claims.status.uri]]);
    said.set(STATUS, new Map([["status_list", place]]));
  }
  if (claims.person.size) said.set(PERSON, claims.person);
  return said.set(CERTIFICATE, new Map([...certificate, ...claims.fields]));
}

function sound(claims) {
  const { status, person, fields, place } = claims;
  const held = [...person, ...fields];
  const words = [claims.issuer, claims.type, claims.number, claims.officer, ...(Array.isArray(place) ? place : [null])];
  const numbers = [claims.issued, ...held.map(([number]) => number)];
  if (claims.expires !== null) numbers.push(claims.expires);
  if (status) {
    words.push(status.uri);
    numbers.push(status.index);
  }
  return (
    words.every((word) => typeof word === "string") &&
    numbers.every((number) => typeof number === "number" && number >= 0) &&
    held.every(([, value]) => typeof value === "string" || typeof value === "number") &&
    [...fields.keys()].every((number) => number >= FIRST_FIELD) &&
    claims.id instanceof Uint8Array &&
    claims.id.length === 10 &&
    (claims.photograph === null || (claims.photograph instanceof Uint8Array && claims.photograph.length === 16))
  );
}

function statusPlace(said) {
  if (said === undefined) return null;
  const place = mapped(mapped(said).get("status_list"));
  return { index: place.get("idx"), uri: place.get("uri") };
}

function taken(map, key) {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function mapped(value) {
  if (!(value instanceof Map)) throw new Malformed();
  return value;
}
