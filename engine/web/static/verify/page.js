/** The page behind a code: takes the signed part out of the address, checks it, says what it is. */

import { Malformed } from "./cbor.js";
import { checkToken } from "./check.js";
import { verdict } from "./judge.js";
import { keepPages } from "./keeping.js";
import { beginLanguages } from "./language.js";
import { fromDigits, readId } from "./link.js";
import { known, showVerdict, tellChecking } from "./sheet.js";

let latest = 0;

/** Check what the address holds, if it holds something. Its signed part is taken out at once: it stays in memory alone. */
export async function checkAddress() {
  const digits = location.hash.slice(1);
  if (!digits) return;
  history.replaceState(null, "", location.pathname);
  const server = document.getElementById("register");
  if (server) server.hidden = true;
  tellChecking();
  const told = known();
  const turn = (latest += 1);
  try {
    const { found, around } = await answered(digits, readId(location.pathname.split("/")[2] ?? ""), told);
    if (turn === latest) showVerdict(found, around, told); // else another code was read meanwhile: nobody shall take this for its answer
  } catch (trouble) {
    console.error(trouble); // a fault of ours: what the register says is still better than nothing
    document.getElementById("verdict").hidden = true;
    if (server) server.hidden = false;
  }
}

async function answered(digits, id, told) {
  try {
    const token = fromDigits(digits);
    return id ? await checkToken(token, id, told) : { found: verdict("unreadable"), around: null };
  } catch (trouble) {
    if (!(trouble instanceof Malformed)) throw trouble;
    return { found: verdict("unreadable"), around: null };
  }
}

beginLanguages();
addEventListener("hashchange", checkAddress);
await checkAddress();
await keepPages();
