// Draws one message as WhatsApp would: words, pictures, papers, places and the buttons below.

import { mediaUrl } from "./api.js";
import { el, glyph, icon, scriptOf } from "./dom.js";
import { formatted, sizeOf, timeOf } from "./format.js";
import { smallMap } from "./map.js";

const TICK_WORDS = {
  waiting: "Waiting / వేచి ఉంది",
  sent: "Sent / వెళ్లింది",
  delivered: "Delivered / చేరింది",
  read: "Read / చూశారు",
  failed: "Not sent / వెళ్లలేదు",
};

const FILE_LOOKS = [
  [/pdf$/, "pdf", "PDF"],
  [/(excel|spreadsheetml\.sheet)$/, "xls", "XLS"],
  [/(msword|wordprocessingml\.document)$/, "doc", "DOC"],
  [/^text\//, "txt", "TXT"],
];

// `does` holds what a tap does: choose(entry, id), openList(entry), sendLocation(entry), react(entry, button), entryOf(id).
export function bubble(entry, does) {
  const body = el("div", {
    class: "bubble",
    "data-testid": "bubble",
    "data-direction": entry.by === "business" ? "in" : "out",
    "data-type": entry.type,
    "data-status": entry.status,
    "data-n": entry.n,
  });
  body.append(el("span", { class: "visually-hidden" }, entry.by === "business" ? "మన మిత్ర: " : "You / మీరు: "));
  const parts = DRAW[entry.type] ? DRAW[entry.type](entry, does) : odd(entry);
  const pad = el("div", { class: "pad" }, quote(entry, does), ...(parts.words ?? []), meta(entry));
  body.append(...(parts.above ?? []), pad, ...(parts.below ?? []));
  if (parts.wide) body.classList.add("wide");
  if (entry.by === "business") body.append(reactButton(entry, does));
  return body;
}

export function snippet(entry) {
  const c = entry.content;
  if (entry.type === "text") return c.body;
  if (entry.type === "interactive") return c.body?.text ?? c.button_reply?.title ?? c.list_reply?.title ?? "";
  if (entry.type === "template") return c.shown?.body ?? "";
  if (entry.type === "button") return c.text;
  if (entry.type === "location") return c.name || "Location / ప్రదేశం";
  if (entry.type === "image") return c.caption || "Photo / ఫోటో";
  return entry.media?.name || entry.type;
}

export function meta(entry) {
  const line = el("div", { class: "meta" }, el("time", {}, timeOf(entry.at)));
  if (entry.by === "citizen") {
    const ticks = el("span", { class: `ticks ${entry.status}`, role: "img", "aria-label": TICK_WORDS[entry.status] });
    ticks.append(icon(entry.status));
    line.append(ticks);
  }
  return line;
}

function words(text, className = "words") {
  return el("p", { class: className, lang: scriptOf(text), dir: "auto" }, ...formatted(text));
}

function quote(entry, does) {
  const target = entry.reply_to && does.entryOf(entry.reply_to);
  if (!target) return null;
  const who = target.by === "business" ? el("b", { lang: "te" }, "మన మిత్ర") : el("b", {}, "You / మీరు");
  return el("blockquote", { class: "quote" }, who, el("span", { dir: "auto" }, ...formatted(snippet(target))));
}

function action(name, label, attributes) {
  const tag = attributes.href ? "a" : "button";
  const kind = tag === "button" ? { type: "button" } : {};
  return el(tag, { class: "action", ...kind, ...attributes }, glyph(name), el("span", { lang: scriptOf(label) }, label));
}

function reactButton(entry, does) {
  const button = el("button", {
    class: "icon-button react",
    type: "button",
    tabindex: "-1",
    "aria-expanded": "false",
    "aria-label": "React / స్పందించండి",
    "data-testid": "react",
    onclick: () => does.react(entry, button),
  }, icon("smile"));
  return button;
}

function interactive(entry, does) {
  const c = entry.content;
  const reply = c.button_reply ?? c.list_reply;
  if (reply) {
    const more = reply.description ? [words(reply.description, "foot")] : [];
    return { words: [words(reply.title), ...more] };
  }
  const header = c.header;
  const above = header && header.type !== "text" ? fileParts(header.type, entry, header[header.type]) : [];
  return {
    above,
    wide: true,
    words: [
      header?.type === "text" ? words(header.text, "head") : null,
      words(c.body.text),
      c.footer ? words(c.footer.text, "foot") : null,
    ],
    below: TAPS[c.type]?.(entry, c.action, does) ?? [],
  };
}

const TAPS = {
  button: (entry, given, does) => given.buttons.map(({ reply }) => action("reply", reply.title, {
    "data-testid": "reply-button",
    "data-id": reply.id,
    onclick: () => does.choose(entry, reply.id),
  })),
  list: (entry, given, does) => [action("list", given.button, {
    "data-testid": "list-open",
    "aria-haspopup": "dialog",
    onclick: () => does.openList(entry),
  })],
  cta_url: (entry, given) => [action("link", given.parameters.display_text, {
    "data-testid": "cta",
    href: given.parameters.url,
    target: "_blank",
    rel: "noopener noreferrer",
  })],
  location_request_message: (entry, given, does) => [action("pin", "Send location · ప్రదేశం పంపండి", {
    "data-testid": "location-request",
    "aria-haspopup": "dialog",
    onclick: () => does.sendLocation(entry),
  })],
};

function template(entry, does) {
  const { body, buttons } = entry.content.shown;
  const below = buttons.map((button) => (button.url
    ? action("link", button.text, { "data-testid": "cta", href: button.url, target: "_blank", rel: "noopener noreferrer" })
    : action("reply", button.text, {
      "data-testid": "reply-button",
      "data-id": button.text,
      onclick: () => does.choose(entry, button.text),
    })));
  return { wide: true, words: [words(body)], below };
}

function withFile(entry) {
  const caption = entry.content.caption;
  return {
    wide: entry.type !== "audio",
    above: fileParts(entry.type, entry, entry.content),
    words: caption ? [words(caption)] : [],
  };
}

function fileParts(kind, entry, given) {
  const media = entry.media;
  if (!media) return [el("p", { class: "pad foot" }, entry.error ? "The file could not be fetched" : "Fetching…")];
  const href = mediaUrl(media.id);
  const name = given?.filename || media.name;
  const away = { href, target: "_blank", rel: "noopener" };
  if (kind === "image" || kind === "sticker") {
    const shown = el("img", { src: href, alt: entry.content.caption || "Photo / ఫోటో", loading: "lazy" });
    return [el("a", { class: "picture", "data-testid": "image", ...away }, shown)];
  }
  if (kind === "audio") return [el("audio", { controls: true, preload: "metadata", src: href, "data-testid": "audio" })];
  if (kind === "video") return [el("div", { class: "picture" }, el("video", { controls: true, preload: "metadata", src: href }))];
  const [, look, label] = FILE_LOOKS.find(([pattern]) => pattern.test(media.mime)) ?? [null, "", "FILE"];
  return [el("a", { class: "file", "data-testid": "document", ...away },
    el("span", { class: `file-icon ${look}`, "aria-hidden": "true" }, label),
    el("span", {}, el("b", { dir: "auto" }, name), el("small", {}, `${label} · ${sizeOf(media.size)} · Open / తెరవండి`)),
    glyph("open", "open"))];
}

function place(entry) {
  const { latitude, longitude, name, address } = entry.content;
  const spot = `${Number(latitude).toFixed(5)}, ${Number(longitude).toFixed(5)}`;
  return {
    wide: true,
    above: [el("div", { class: "place", "data-testid": "location" }, smallMap(latitude, longitude))],
    words: [name ? words(name, "head") : null, address ? words(address, "words") : null, words(spot, "foot")],
  };
}

function odd(entry) {
  return { words: [words(`[${entry.type}]`, "foot")] };
}

const DRAW = {
  text: (entry) => ({ words: [words(entry.content.body)] }),
  button: (entry) => ({ words: [words(entry.content.text)] }),
  interactive,
  template,
  image: withFile,
  document: withFile,
  audio: withFile,
  video: withFile,
  sticker: withFile,
  location: place,
};
