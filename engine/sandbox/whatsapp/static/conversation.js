// The chat on screen: keeps it in step with the emulator, with day chips, unread marks and the jump button.

import { bubble, meta } from "./bubbles.js";
import { byId, el } from "./dom.js";
import { dayOf, dayWords } from "./format.js";

const chat = byId("chat");
const log = byId("log");
const jump = byId("jump");
const typing = byId("typing");
const NEAR = 80;
const EMOJI = ["👍", "❤️", "🙏", "😂", "😮", "😢"];

export class Conversation {
  constructor(does) {
    this.does = { ...does, entryOf: (id) => this.byMessage.get(id), react: (entry, button) => this.react(entry, button) };
    this.send = does.act;
    this.clear();
    chat.addEventListener("scroll", () => this.scrolled());
    // A picture has no height until it is there, and pushes the newest message out of sight.
    log.addEventListener("load", () => this.following && this.toEnd(false), true);
    jump.addEventListener("click", () => {
      this.toEnd(true);
      byId("composer").focus();
    });
  }

  clear() {
    this.entries = new Map();
    this.byMessage = new Map();
    this.rows = new Map();
    this.unread = 0;
    this.last = null;
    log.replaceChildren(notice());
    this.showUnread();
    this.stopTyping();
  }

  // Takes one event of the stream; `seen` is the newest message this tester has already had on screen.
  take(news, seen) {
    if (news.whole) this.clear();
    log.setAttribute("aria-live", news.whole ? "off" : "polite");
    const atEnd = this.isAtEnd();
    let own = false;
    for (const entry of news.messages) {
      const isNew = !this.entries.has(entry.n);
      this.entries.set(entry.n, entry);
      this.byMessage.set(entry.id, entry);
      if (entry.type === "reaction") this.showReaction(entry);
      else if (isNew) own = this.append(entry, news, seen) || own;
      else this.refresh(entry);
    }
    this.showTyping(news.typing_seconds);
    if (news.whole || atEnd || own) this.toEnd(false);
    this.showUnread();
  }

  append(entry, news, seen) {
    if (!this.last || dayOf(this.last.at) !== dayOf(entry.at)) log.append(dayChip(entry.at, news.now));
    const mine = entry.by === "citizen";
    if (news.whole && seen > 0 && !mine && entry.n > seen && !log.querySelector(".unread")) log.append(unreadChip());
    const turn = !this.last || this.last.by !== entry.by;
    const classes = ["row", mine ? "out" : "in", turn ? "turn" : "", news.whole ? "" : "fresh"].filter(Boolean);
    const row = el("div", { class: classes.join(" ") }, bubble(entry, this.does));
    this.rows.set(entry.n, row);
    log.append(row);
    this.last = entry;
    if (!mine && !news.whole && !this.isAtEnd()) this.unread += 1;
    for (const other of log.querySelectorAll(".react[tabindex='0']")) other.tabIndex = -1;
    const react = row.querySelector(".react");
    if (react) react.tabIndex = 0;
    return mine;
  }

  // A status changes only the ticks; a fetched file changes the whole bubble.
  refresh(entry) {
    const row = this.rows.get(entry.n);
    const shown = row?.querySelector(".bubble");
    if (!shown) return;
    if (entry.by === "citizen") {
      shown.dataset.status = entry.status;
      shown.querySelector(".meta").replaceWith(meta(entry));
    } else if (shown.textContent.includes("Fetching…") || entry.status === "failed") {
      row.replaceChildren(bubble(entry, this.does));
    }
  }

  showReaction(entry) {
    const target = this.byMessage.get(entry.content.message_id);
    const row = target && this.rows.get(target.n);
    if (!row) return;
    row.querySelector(".reaction")?.remove();
    row.classList.toggle("reacted", Boolean(entry.content.emoji));
    if (entry.content.emoji) {
      row.querySelector(".bubble").append(el("span", { class: "reaction", "data-testid": "reaction" }, entry.content.emoji));
    }
  }

  react(entry, button) {
    const row = this.rows.get(entry.n);
    const open = row.querySelector(".emoji-bar");
    const close = () => {
      row.querySelector(".emoji-bar")?.remove();
      button.setAttribute("aria-expanded", "false");
      button.focus();
    };
    if (open) return close();
    const bar = el("div", { class: "emoji-bar", role: "group", "aria-label": "React / స్పందించండి", onkeydown: (event) => {
      if (event.key === "Escape") close();
    } }, ...EMOJI.map((emoji) => el("button", { type: "button", onclick: () => {
      close();
      this.send({ type: "reaction", emoji, message: entry.id });
    } }, emoji)));
    row.append(bar);
    button.setAttribute("aria-expanded", "true");
    bar.querySelector("button").focus();
    return undefined;
  }

  showTyping(seconds) {
    clearTimeout(this.typingTimer);
    const was = this.isAtEnd();
    typing.hidden = !(seconds > 0);
    this.does.typing(seconds > 0);
    if (seconds > 0) {
      this.typingTimer = setTimeout(() => this.stopTyping(), seconds * 1000);
      if (was) this.toEnd(false);
    }
  }

  stopTyping() {
    clearTimeout(this.typingTimer);
    typing.hidden = true;
    this.does.typing(false);
  }

  isAtEnd() {
    return chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR;
  }

  toEnd(smooth) {
    const mark = log.querySelector(".unread");
    chat.scrollTo({ top: mark && !smooth ? mark.offsetTop - 12 : chat.scrollHeight, behavior: smooth ? "smooth" : "auto" });
    if (mark && smooth) mark.remove();
    this.scrolled();
  }

  scrolled() {
    if (this.isAtEnd()) this.unread = 0;
    this.following = this.isAtEnd();
    this.showUnread();
  }

  showUnread() {
    jump.hidden = this.isAtEnd();
    byId("jump-count").textContent = this.unread || "";
    jump.setAttribute("aria-label", this.unread
      ? `${this.unread} new messages, go to the newest / ${this.unread} కొత్త సందేశాలు`
      : "Go to the newest / చివరి సందేశానికి వెళ్లండి");
  }

  get newest() {
    return this.last?.n ?? 0;
  }

  get hasMessages() {
    return this.entries.size > 0;
  }
}

function dayChip(at, now) {
  const { en, te } = dayWords(at, now);
  const chip = el("div", { class: "chip-line", "data-testid": "day" }, en);
  if (te) chip.append(" · ", el("span", { lang: "te" }, te));
  return chip;
}

function unreadChip() {
  return el("div", { class: "chip-line unread", "data-testid": "unread" }, "Unread messages · ", el("span", { lang: "te" }, "చదవని సందేశాలు"));
}

function notice() {
  return el("div", { class: "chip-line notice" }, "Sample chat. Please do not type real personal details. ",
    el("span", { lang: "te" }, "నమూనా సంభాషణ. దయచేసి నిజమైన వ్యక్తిగత వివరాలు రాయవద్దు."));
}
