/** From a code's id and token to the verdict: reads, asks for what must be known beside it, decides. */

import { Malformed } from "./cbor.js";
import { readClaims } from "./claims.js";
import { judge, verdict } from "./judge.js";
import { NotOurs, readLink } from "./link.js";
import { openToken } from "./sign1.js";
import { BUSY, circumstances, trustedKeys } from "./trust.js";

/** Reasons that would be others if the server had answered. */
const UNSAID = ["good", "no_status", "old_status"];

/** Return {found, around} for a token; it came with the address of this id, or with none. told: what the page carries. */
export async function checkToken(token, id, told) {
  return check(token, id, told, await trustedKeys(told));
}

/** Return the same for the text of a code, and where it leads if not to us. */
export async function checkCode(text, told) {
  const keys = await trustedKeys(told);
  try {
    const { id, token } = readLink(text, told.issuer, ...(keys?.former ?? []));
    return token.length ? await check(token, id, told, keys) : { found: verdict("no_signature"), around: null };
  } catch (trouble) {
    if (trouble instanceof NotOurs && trouble.host && !keys?.former) return keyless(keys); // it may have been ours before
    if (trouble instanceof NotOurs) return { found: verdict("other_host"), around: null, host: trouble.host };
    if (trouble instanceof Malformed) return { found: verdict("unreadable"), around: null };
    throw trouble;
  }
}

async function check(token, id, told, keys) {
  if (!keys?.former) return keyless(keys);
  const around = await circumstances(read(token), id, keys, told);
  const found = await judge(token, keys, around);
  // the signature is right; whether it is in the register and still holds, nobody says where too many ask just now
  const unsaid = around.busy && UNSAID.includes(found.reason);
  return { found: unsaid ? { ...found, reason: "busy_register" } : found, around };
}

/** Return what is said where no key set is to be had. */
function keyless(keys) {
  return { found: verdict(keys === BUSY ? "busy" : "old_keys"), around: null };
}

function read(token) {
  try {
    const opened = openToken(token);
    return { claims: readClaims(opened.payload), kid: opened.kid, token };
  } catch {
    return { claims: null, kid: null, token };
  }
}
