/** Is it genuine? The same decision, in the same order, as engine/services/certificates/verifying/verdict.py; one table of attacks is
 * run against both. */

import { Malformed, same } from "./cbor.js";
import { readClaims } from "./claims.js";
import { findKey, hostsOf, maySign } from "./keys.js";
import { openToken } from "./sign1.js";

/** How far a checker's clock may be wrong, in seconds. */
const LEEWAY_S = 300;

/** Return {reason, claims, key}; claims and key only where a key of ours signed it. Never throws, whatever the bytes are.
 * around: now, in seconds; id: bytes of the address, or null; standing: by the status list, null where it was not to be had;
 * statusAge, statusTtl: how old that list is, and may be; logged: number in the public log, null where nobody looked, -1 where it is
 * not there; witnessed: whether as many witnesses as are asked for saw the log with that entry. */
export async function judge(token, keys, around) {
  let opened, claims;
  try {
    opened = openToken(token);
    claims = readClaims(opened.payload);
  } catch (trouble) {
    if (!(trouble instanceof Malformed)) console.error(trouble);
    return verdict("unreadable");
  }
  const key = findKey(keys, opened.kid, "certificate");
  if (!key) return verdict(around.now <= keys.goodUntil ? "unknown_key" : "old_keys");
  if (!(await opened.signedBy(key.public))) return verdict("bad_signature");
  return verdict(ofSigner(claims, key, keys, around) ?? ofPaper(claims, around) ?? "good", claims, key);
}

export function verdict(reason, claims = null, key = null) {
  return { reason, claims, key };
}

/** Return why what was signed is not believed. */
function ofSigner(claims, key, keys, around) {
  if (around.id && !same(around.id, claims.id)) return "other_certificate";
  if (!hostsOf(keys).includes(claims.issuer) || !maySign(key, claims)) return "key_may_not";
  if (around.logged === -1) return "not_logged";
  if (key.state === "bad" && (around.logged === null || around.logged >= (key.badAfter ?? 0)))
    return around.logged === null ? "needs_register" : "stolen_key";
  return null;
}

/** Return why a genuine certificate cannot be relied upon. */
function ofPaper(claims, around) {
  if (around.standing !== null && around.standing !== "valid") return around.standing;
  if (around.now < claims.issued - LEEWAY_S) return "not_yet";
  if (claims.expires !== null && around.now > claims.expires + LEEWAY_S) return "expired";
  if (!around.witnessed) return "unwitnessed";
  if (claims.status && around.standing === null) return "no_status";
  if (around.statusAge > around.statusTtl) return "old_status";
  return null;
}
