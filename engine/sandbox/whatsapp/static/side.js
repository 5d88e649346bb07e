// The panel at the side: adding phones, and the troubles a tester can turn on.

import * as api from "./api.js";
import { byId, toast } from "./dom.js";

const side = byId("side");
const scrim = byId("scrim");
const opener = byId("side-open");

function slide(open) {
  side.classList.toggle("open", open);
  scrim.hidden = !open;
  document.querySelector("main").inert = open;
  opener.setAttribute("aria-expanded", String(open));
  if (open) byId("side-close").focus();
}

function close() {
  if (!side.classList.contains("open")) return;
  slide(false);
  opener.focus();
}

export function setUpSide(look) {
  opener.addEventListener("click", () => slide(true));
  byId("side-close").addEventListener("click", close);
  scrim.addEventListener("click", () => slide(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  byId("add-phone").addEventListener("click", () => tell(async () => {
    await api.addPhone();
    await look();
  }));
  setUpControls();
}

async function tell(work) {
  try {
    await work();
  } catch (wrong) {
    toast(wrong.message);
  }
}

function setUpControls() {
  const duplicates = byId("duplicates");
  const disorder = byId("disorder");
  const delay = byId("delay");
  const note = byId("controls-note");
  const show = (switches) => {
    duplicates.checked = switches.duplicates;
    disorder.checked = switches.disorder;
    delay.value = switches.delay_seconds;
    byId("delay-shown").textContent = `${switches.delay_seconds} s`;
  };
  const change = (wanted) => tell(async () => show(await api.setSwitches(wanted)));
  duplicates.addEventListener("change", () => change({ duplicates: duplicates.checked }));
  disorder.addEventListener("change", () => change({ disorder: disorder.checked }));
  delay.addEventListener("change", () => change({ delay_seconds: Number(delay.value) }));
  byId("next-day").addEventListener("click", () => tell(async () => {
    await api.advanceClock(25 * 3600);
    note.textContent = "25 hours have passed: only templates reach this phone until the citizen writes again.";
  }));
  byId("controls").addEventListener("toggle", () => tell(async () => show(await api.switches())));
}
