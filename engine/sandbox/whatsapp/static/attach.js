// The paperclip: photos, papers and places, ready-made samples or the tester's own.

import { keepFile, samples } from "./api.js";
import { byId, el, icon, scriptOf, toast } from "./dom.js";
import { sizeOf } from "./format.js";
import { PLACES, bigMap } from "./map.js";
import { closeSheet, openSheet } from "./sheet.js";

const LARGEST_SIDE = 1600;
const menu = byId("attach-menu");
const button = byId("attach");

export function setUpAttach(act) {
  const toggle = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("button").focus();
  };
  const choices = { photo: () => openFiles("photo", act), document: () => openFiles("document", act), location: () => openPlaces(act) };
  button.addEventListener("click", () => toggle(menu.hidden));
  menu.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-attach]")?.dataset.attach;
    if (!kind) return;
    toggle(false);
    button.focus();
    choices[kind]();
  });
  menu.addEventListener("keydown", (event) => moveInMenu(event, toggle));
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !event.target.closest("#attach-menu, #attach")) toggle(false);
  });
}

function moveInMenu(event, toggle) {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  } else if (event.key === "Escape") {
    toggle(false);
    button.focus();
  } else if (event.key === "Tab") {
    toggle(false);
  }
}

async function openFiles(kind, act) {
  const wanted = kind === "photo";
  const ready = (await samples()).filter((sample) => sample.mime.startsWith("image/") === wanted);
  const caption = el("input", { type: "text", maxlength: "1024", dir: "auto", "data-testid": "caption" });
  const send = async (action) => {
    closeSheet();
    await act({ ...action, ...(caption.value.trim() ? { caption: caption.value.trim() } : {}) });
  };
  const own = el("input", {
    type: "file",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-label": "File from this device",
    "data-testid": "own-file",
    accept: wanted ? "image/*" : ".pdf,.txt,.doc,.docx,.xls,.xlsx,.ppt,.pptx,audio/ogg,audio/mpeg,application/pdf,text/plain",
    onchange: async () => {
      const file = own.files[0];
      if (!file) return;
      try {
        const media = await keepFile(...(wanted ? await asPhoto(file) : [file, file.name]));
        await send({ type: "media", media: media.id });
      } catch (wrong) {
        toast(wrong.message);
      }
    },
  });
  const rows = ready.map((sample) => sampleRow(sample, wanted, () => send({ type: "sample", sample: sample.key })));
  const pick = el("button", { class: "sample", type: "button", "data-testid": "pick-own", onclick: () => own.click() },
    el("span", { class: "round", "aria-hidden": "true" }, icon("device")),
    el("span", {}, el("b", {}, "Choose from this device"), el("small", { lang: "te" }, "ఈ పరికరం నుంచి ఎంచుకోండి")));
  const note = el("label", { class: "field" }, "Caption (if you wish) · శీర్షిక", caption);
  openSheet(wanted ? "Send a photo · ఫోటో పంపండి" : "Send a document · పత్రం పంపండి",
    [el("div", { class: "samples" }, ...rows, pick, own), note]);
  byId("sheet").querySelector(".sample").focus();
}

function sampleRow(sample, wanted, onclick) {
  const words = el("span", {}, el("b", {}, sample.en), el("small", { lang: "te" }, `${sample.te} · ${sizeOf(sample.size)}`));
  return el("button", { class: "sample", type: "button", "data-testid": "sample", "data-key": sample.key, onclick },
    el("span", { class: `round ${wanted ? "photo" : "document"}`, "aria-hidden": "true" }, icon(wanted ? "image" : "file")), words);
}

// WhatsApp sends photos as small JPEGs; so do we, unless the photo is small and plain already.
async function asPhoto(file) {
  if (["image/jpeg", "image/png"].includes(file.type) && file.size < 1e6) return [file, file.name];
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error("This picture cannot be read here. Please choose a JPEG or PNG.");
  });
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return [blob, file.name.replace(/\.\w+$/, "") + ".jpg"];
}

export function openPlaces(act, replyTo) {
  const field = (label, testid, attributes) => {
    const input = el("input", { "data-testid": testid, ...attributes });
    return { input, row: el("label", { class: "field" }, label, input) };
  };
  const degrees = (most) => ({ type: "number", step: "any", min: -most, max: most, required: true, inputmode: "decimal" });
  const latitude = field("Latitude · అక్షాంశం", "latitude", degrees(90));
  const longitude = field("Longitude · రేఖాంశం", "longitude", degrees(180));
  const name = field("Name (if any) · పేరు", "place-name", { type: "text", maxlength: "200", dir: "auto" });
  const show = (lat, lon, words = "") => {
    latitude.input.value = lat.toFixed(5);
    longitude.input.value = lon.toFixed(5);
    name.input.value = words;
    map.show(lat, lon);
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.name === words));
  };
  const map = bigMap((lat, lon) => show(lat, lon));
  const chips = PLACES.map((place) => el("button", {
    class: "chip", type: "button", lang: "te", "aria-pressed": "false", "data-testid": "place", "data-name": place.te,
    onclick: () => show(place.latitude, place.longitude, place.te),
  }, place.te));
  const redraw = () => {
    const [lat, lon] = [latitude.input.valueAsNumber, longitude.input.valueAsNumber];
    if (Number.isFinite(lat) && Number.isFinite(lon)) map.show(lat, lon);
  };
  latitude.input.addEventListener("input", redraw);
  longitude.input.addEventListener("input", redraw);
  const form = el("form", { id: "place-form", onsubmit: (event) => {
    event.preventDefault();
    const spot = { latitude: latitude.input.valueAsNumber, longitude: longitude.input.valueAsNumber };
    const words = name.input.value.trim();
    closeSheet();
    act({ type: "location", ...spot, ...(words ? { name: words } : {}), ...(replyTo ? { reply_to: replyTo } : {}) });
  } },
  el("div", { class: "map" }, map.svg),
  el("div", { class: "places", role: "group", "aria-label": "Places / ప్రదేశాలు" }, ...chips),
  el("div", { class: "pair" }, latitude.row, longitude.row), name.row);
  const send = el("button", { class: "solid", type: "submit", form: "place-form", "data-testid": "send-location" }, "Send this location · ఈ ప్రదేశం పంపండి");
  openSheet("Pick a place · ప్రదేశం ఎంచుకోండి", [form], send);
  chips[0].focus();
}
