// WhatsApp's way of marking text: *bold*, _italic_, ~strike~, ```mono```, `code` and plain links.

import { el } from "./dom.js";

const MARKS = [
  { find: /```([\s\S]+?)```/, tag: "code", plain: true },
  { find: /`([^`\n]+)`/, tag: "code", plain: true },
  { find: /\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}*_~]/, link: true },
  { find: /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u, tag: "strong" },
  { find: /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u, tag: "em" },
  { find: /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u, tag: "s" },
];

export function formatted(text) {
  let first = null;
  for (const mark of MARKS) {
    const found = mark.find.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { mark, found };
  }
  if (!first) return text ? [text] : [];
  const { mark, found } = first;
  return [
    ...(found.index ? [text.slice(0, found.index)] : []),
    marked(mark, found),
    ...formatted(text.slice(found.index + found[0].length)),
  ];
}

function marked(mark, found) {
  if (mark.link) return el("a", { href: found[0], target: "_blank", rel: "noopener noreferrer" }, found[0]);
  return el(mark.tag, {}, ...(mark.plain ? [found[1]] : formatted(found[1])));
}

const ZONE = "Asia/Kolkata";
const TIME = new Intl.DateTimeFormat("en-IN", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: ZONE });
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const LONG = new Intl.DateTimeFormat("en-IN", { day: "numeric", month: "long", year: "numeric", timeZone: ZONE });

export const timeOf = (seconds) => TIME.format(seconds * 1000);
export const dayOf = (seconds) => DAY.format(seconds * 1000);

export function dayWords(seconds, now) {
  const day = dayOf(seconds);
  if (day === dayOf(now)) return { en: "Today", te: "ఈరోజు" };
  if (day === dayOf(now - 86400)) return { en: "Yesterday", te: "నిన్న" };
  return { en: LONG.format(seconds * 1000), te: "" };
}

export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function numberOf(digits) {
  return /^91\d{10}$/.test(digits) ? `+91 ${digits.slice(2, 7)} ${digits.slice(7)}` : `+${digits}`;
}
