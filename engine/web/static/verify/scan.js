/** The scanner: looks at what the camera or a photo shows and checks it, with the lists it carries along. */

import { checkCode } from "./check.js";
import { verdict } from "./judge.js";
import { keepFiles } from "./keeping.js";
import { both, known, moment, phrase, showVerdict, tellChecking } from "./sheet.js";
import { BUSY, carryLists, trustedKeys } from "./trust.js";
import "./page.js";

const LOOK_MS = 250;
const told = known();
const [camera, video, start, stop, photo, line] = ["camera", "video", "start", "stop", "photo", "told"].map((id) => document.getElementById(id));
let looking = null;

start.addEventListener("click", begin);
stop.addEventListener("click", end);
photo.addEventListener("change", async () => {
  const [file] = photo.files;
  photo.value = "";
  if (!file) return;
  if (looking) end();
  await look((decoder) => decoder.codesOfPhoto(file), true);
});

async function begin() {
  start.disabled = true; // a second tap would open the camera twice, and only one of them could be closed
  try {
    const wanted = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    await video.play();
  } catch {
    end();
    tell("nocamera");
    return;
  } finally {
    start.disabled = false;
  }
  show(true);
  document.getElementById("verdict").hidden = true;
  looking = setInterval(() => look((decoder) => decoder.codesOfVideo(video), false), LOOK_MS);
}

function end() {
  clearInterval(looking);
  looking = null;
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  show(false);
}

function show(on) {
  camera.hidden = stop.hidden = !on;
  start.hidden = on;
  line.replaceChildren();
}

let busy = null;

/** Read codes and say what they are. once: a photo, which waits for its turn, and of which it is also told that it shows none. */
async function look(read, once) {
  if (busy && !once) return;
  while (busy) await busy;
  busy = looked(read, once);
  await busy;
  busy = null;
}

async function looked(read, once) {
  try {
    const codes = await read(await import("./decoder.js"));
    if (codes.length || once) await answer(codes);
  } catch (trouble) {
    console.error(trouble);
    if (once) showVerdict(verdict("no_code"), null, told);
  }
}

async function answer(codes) {
  if (looking) end();
  line.replaceChildren();
  tellChecking();
  const { found, around, host } =
    codes.length === 1 ? await checkCode(codes[0], told) : { found: verdict(codes.length ? "two_codes" : "no_code"), around: null };
  showVerdict(found, around, told, host || codes[0]?.slice(0, 60));
  document.getElementById("verdict").scrollIntoView({ block: "start" });
}

function tell(name) {
  line.replaceChildren(...both(phrase(name)));
}

/** Fetch the lists anew and say how old they are. */
async function carry() {
  const found = await trustedKeys(told);
  const keys = found === BUSY ? null : found;
  const list = keys && (await carryLists(keys));
  const now = Date.now() / 1000;
  document.getElementById("keys-age").replaceChildren(keys ? moment(keys.issued) : "–");
  document.getElementById("lists-age").replaceChildren(list ? moment(list.issued) : "–");
  const old = !keys || now > keys.goodUntil || (list && now - list.issued > list.ttl);
  document.getElementById("old").hidden = !old;
}

await carry();
addEventListener("online", carry);
if ("caches" in window) await keepFiles(told.version, told.decoder).catch(() => null);
document.documentElement.dataset.ready = "yes";
