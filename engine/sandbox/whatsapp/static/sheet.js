// The bottom sheet: one at a time, focus stays inside, Esc or the veil closes it.

import { byId, el, icon, scriptOf } from "./dom.js";

const sheet = byId("sheet");
const veil = byId("veil");
const BEHIND = ["chat", "compose", "jump", "side", "attach-menu", "welcome"];
let opener = null;

export function openSheet(title, body, foot) {
  opener = document.activeElement;
  const close = el("button", {
    class: "icon-button",
    type: "button",
    "aria-label": "Close / మూసివేయండి",
    "data-testid": "sheet-close",
    onclick: () => closeSheet(),
  }, icon("close"));
  const heading = el("h3", { id: "sheet-title", lang: scriptOf(title), tabindex: "-1" }, title);
  sheet.replaceChildren(
    el("div", { class: "sheet-head" }, heading, close),
    el("div", { class: "sheet-body" }, ...body),
    ...(foot ? [el("div", { class: "sheet-foot" }, foot)] : []),
  );
  sheet.hidden = false;
  veil.hidden = false;
  for (const id of BEHIND) byId(id).inert = true;
  (sheet.querySelector("input:not([type=file]), .sheet-body button") ?? heading).focus();
}

export function closeSheet() {
  if (sheet.hidden) return;
  sheet.hidden = true;
  veil.hidden = true;
  sheet.replaceChildren();
  for (const id of BEHIND) byId(id).inert = false;
  if (opener?.isConnected && !opener.closest("[hidden]")) opener.focus();
  else byId("composer").focus();
}

veil.addEventListener("click", closeSheet);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !sheet.hidden) {
    event.preventDefault();
    closeSheet();
  }
});
sheet.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  const stops = [...sheet.querySelectorAll("button:not(:disabled), input")].filter((stop) => stop.offsetParent);
  const first = stops[0];
  const last = stops[stops.length - 1];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (leaving) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
});

// Shows a list message; calls onSend with the id of the chosen row.
export function openList(entry, onSend) {
  const { action } = entry.content;
  let chosen = null;
  const send = el("button", {
    class: "solid",
    type: "submit",
    disabled: true,
    "data-testid": "list-send",
    form: "list-form",
  }, "Send · పంపండి");
  const pick = (id) => {
    chosen = id;
    send.disabled = false;
  };
  const form = el("form", { id: "list-form", onsubmit: (event) => {
    event.preventDefault();
    if (chosen === null) return;
    closeSheet();
    onSend(chosen);
  } }, ...action.sections.map((section) => sectionOf(section, pick)));
  openSheet(action.button, [form], send);
}

function sectionOf(section, pick) {
  const legend = section.title ? [el("legend", { lang: scriptOf(section.title) }, section.title)] : [];
  return el("fieldset", { class: "section" }, ...legend, ...section.rows.map((row) => rowOf(row, pick)));
}

function rowOf(row, pick) {
  const radio = el("input", { type: "radio", name: "row", value: row.id, onchange: () => pick(row.id) });
  const words = el("span", {}, el("b", { lang: scriptOf(row.title), dir: "auto" }, row.title));
  if (row.description) words.append(el("small", { lang: scriptOf(row.description), dir: "auto" }, row.description));
  return el("label", { class: "option", "data-testid": "list-row", "data-id": row.id }, words, radio);
}
