/** Ed25519 by the browser itself; where it is too old for that, by the library in vendor/. */

let own;

/** Return whether this key signed it. All three are bytes. */
export async function verified(publicKey, signed, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  own ??= byBrowser(publicKey, signed, signature).then(
    () => true,
    () => false,
  );
  try {
    return (await own) ? await byBrowser(publicKey, signed, signature) : await byLibrary(publicKey, signed, signature);
  } catch {
    return false;
  }
}

async function byBrowser(publicKey, signed, signature) {
  const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, signed);
}

async function byLibrary(publicKey, signed, signature) {
  const library = await import("./vendor/noble-ed25519/index.js");
  return library.verifyAsync(signature, signed, publicKey, { zip215: false });
}
