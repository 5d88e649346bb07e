/** From a code's id and token to the verdict: reads, asks for what must be known beside it, decides. */

import { Malformed } from "./cbor.js";
import { readClaims } from "./claims.js";
import { judge, verdict } from "./judge.js";
import { NotOurs, readLink } from "./link.js";
import { openToken } from "./sign1.js";
import { circumstances, trustedKeys } from "./trust.js";

/** Return {found, around} for a token; it came with the address of this id, or with none. told: what the page carries. */
export async function checkToken(token, id, told) {
  const keys = await trustedKeys(told);
  if (!keys) return { found: verdict("old_keys"), around: null };
  const around = await circumstances(read(token), id, keys, told);
  const found = await judge(token, keys, around);
  // to whoever asked too often for papers nobody knows the server does not say whether it knows this one
  return { found: around.refused && found.reason === "good" ? { ...found, reason: "needs_register" } : found, around };
}

/** Return the same for the text of a code, and where it leads if not to us. */
export async function checkCode(text, told) {
  try {
    const { id, token } = readLink(text, told.issuer);
    return token.length ? await checkToken(token, id, told) : { found: verdict("no_signature"), around: null };
  } catch (trouble) {
    if (trouble instanceof NotOurs) return { found: verdict("other_host"), around: null, host: trouble.host };
    if (trouble instanceof Malformed) return { found: verdict("unreadable"), around: null };
    throw trouble;
  }
}

function read(token) {
  try {
    const opened = openToken(token);
    return { claims: readClaims(opened.payload), kid: opened.kid, token };
  } catch {
    return { claims: null, kid: null, token };
  }
}
