// Small builders for elements and drawn icons; text is always set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const DRAWN = {
  attach: "M20 11.5l-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.4 8.4a1.7 1.7 0 0 1-2.5-2.5l7.7-7.7",
  send: "M3.4 20.4l17.9-7.5c.8-.4.8-1.5 0-1.8L3.4 3.6c-.7-.3-1.4.2-1.4.9v5.1c0 .5.4.9.9 1L14 12 2.9 13.4c-.5.1-.9.5-.9 1v5.1c0 .7.7 1.2 1.4.9z",
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  down: "M6 9l6 6 6-6",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.2h.01",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  pin: "M12 21s7-6.3 7-11.5a7 7 0 0 0-14 0C5 14.7 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  reply: "M10 7L4 12l6 5v-3.5c5 0 8 1.5 10 5 0-6-4-9-10-9.5z",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  link: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  open: "M12 4v11M7 11l5 5 5-5M5 20h14",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  device: "M7 3h10v18H7zM11 18h2",
  signal: "M4 19v-3M9 19v-7M14 19V9M19 19V5",
  battery: "M3 8h15v8H3zM21 11v2M5.5 10.5h9v3h-9z",
  verified: "M12 2l2.4 1.8 3-.2 1 2.8 2.6 1.5-.7 2.9.7 2.9-2.6 1.5-1 2.8-3-.2L12 22l-2.4-1.8-3 .2-1-2.8L3 16.1l.7-2.9L3 10.3l2.6-1.5 1-2.8 3 .2zM8.5 12l2.5 2.5 4.5-5",
  waiting: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4l3 2",
  sent: "M6 12.5l4 4 8.5-9",
  delivered: "M2 12.5l4 4 8.5-9M11 16l.5.5 8.5-9",
  failed: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v5M12 16h.01",
};
DRAWN.read = DRAWN.delivered;

export function icon(name) {
  const svg = shape("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" });
  svg.append(shape("path", { d: DRAWN[name] }));
  return svg;
}

export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function glyph(name, className = "glyph") {
  return el("span", { class: className, "aria-hidden": "true" }, icon(name));
}

export const byId = (id) => document.getElementById(id);

export function scriptOf(text) {
  if (/[\u0C00-\u0C7F]/.test(text)) return "te";
  if (/[\u0900-\u097F]/.test(text)) return "hi";
  if (/[\u0600-\u06FF]/.test(text)) return "ur";
  return "en";
}

let toastTimer = 0;
export function toast(sentence) {
  const line = byId("toast");
  line.textContent = sentence;
  line.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { line.hidden = true; }, 4500);
}
