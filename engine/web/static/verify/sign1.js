/** The envelope: COSE_Sign1 (RFC 9052) with EdDSA and nothing else, compared byte for byte with what we would write. */

import { Malformed, Tag, decode, encode, same } from "./cbor.js";
import { verified } from "./ed25519.js";

export const MOST_BYTES = 2_048;
const EDDSA = -8;

/** Return kid, payload and a question whether a key signed it; nothing is checked but the form. Throws Malformed.
 * kind: the media type where it is no certificate, so that neither passes for the other. */
export function openToken(envelope, kind = "", most = MOST_BYTES) {
  const parts = decode(envelope, most);
  if (!(parts instanceof Tag) || parts.number !== 18 || !Array.isArray(parts.value)) throw new Malformed();
  const [guarded, rest, payload, signature] = parts.value;
  const sound =
    parts.value.length === 4 &&
    [guarded, payload, signature].every((part) => part instanceof Uint8Array) &&
    rest instanceof Map &&
    rest.size === 0 &&
    signature.length === 64;
  if (!sound) throw new Malformed();
  const signed = encode(["Signature1", guarded, new Uint8Array(), payload]);
  return { kid: keyNamed(guarded, kind), payload, signedBy: (publicKey) => verified(publicKey, signed, signature) };
}

function keyNamed(guarded, kind) {
  const header = decode(guarded, 200);
  const kid = header instanceof Map ? header.get(4) : undefined;
  const said = new Map([[1, EDDSA], [4, kid]]);
  if (kind) said.set(16, kind);
  if (!(kid instanceof Uint8Array) || kid.length !== 8 || !same(encode(said), guarded)) throw new Malformed();
  return kid;
}
