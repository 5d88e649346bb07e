// Puts the page together: the phones at the side, the chat, the composer and the sandbox controls.

import * as api from "./api.js";
import { openPlaces, setUpAttach } from "./attach.js";
import { Conversation } from "./conversation.js";
import { byId, el, icon, toast } from "./dom.js";
import { numberOf, timeOf } from "./format.js";
import { openList } from "./sheet.js";
import { setUpSide } from "./side.js";

const LOOK_EVERY = 4000;
const composer = byId("composer");
const state = { number: null, epoch: "", stop: null, online: true, reachable: true, typing: false, offset: 0 };
const seen = new Map();
const drafts = new Map();

const act = async (action) => {
  try {
    await api.act(state.number, action);
  } catch (wrong) {
    toast(wrong.message);
  }
};

const talk = new Conversation({
  act,
  choose: (entry, option) => act({ type: "option", option, message: entry.id }),
  openList: (entry) => openList(entry, (option) => act({ type: "option", option, message: entry.id })),
  sendLocation: (entry) => openPlaces(act, entry.id),
  typing: (on) => {
    state.typing = on;
    showPresence();
  },
});

function showPresence() {
  const line = byId("presence");
  let words = ["online", "ఆన్‌లైన్"];
  if (state.typing) words = ["typing…", "టైప్ చేస్తోంది…"];
  if (!state.reachable) words = ["starting…", "ప్రారంభమవుతోంది…"];
  if (!state.online) words = ["reconnecting…", "మళ్లీ కలుపుతోంది…"];
  const shown = words.join(" · ");
  if (line.textContent !== shown) {
    line.replaceChildren(`${words[0]} · `, el("span", { lang: "te" }, words[1]));
    line.classList.toggle("busy", state.typing);
  }
}

function follow(number) {
  state.stop?.();
  if (state.number) drafts.set(state.number, composer.value);
  state.number = number;
  composer.value = drafts.get(number) ?? "";
  grow();
  talk.clear();
  byId("own-number").textContent = numberOf(number);
  state.stop = api.follow(number, (news) => {
    state.epoch = news.epoch;
    state.offset = news.now - Date.now() / 1000;
    talk.take(news, seen.get(number) ?? 0);
    if (!document.hidden) seen.set(number, talk.newest);
    byId("welcome").hidden = talk.hasMessages;
  }, (kind) => {
    state.online = kind === "open";
    showPresence();
  });
  history.replaceState(null, "", `#${number}`);
  if (matchMedia("(pointer: fine)").matches) composer.focus({ preventScroll: true });
}

async function look() {
  const found = await api.phones().catch(() => null);
  if (!found) return;
  state.reachable = found.business.reachable;
  byId("business").textContent = found.business.name;
  showPresence();
  byId("phones").replaceChildren(...found.phones.map(phoneRow));
  const wanted = location.hash.slice(1);
  if (!state.number && found.phones.length) {
    const known = found.phones.some((phone) => phone.number === wanted);
    follow(known ? wanted : found.phones[0].number);
    look();
  }
}

function phoneRow(phone) {
  const current = phone.number === state.number;
  const unread = current ? 0 : Math.max(0, phone.last_n - (seen.get(phone.number) ?? phone.last_n));
  if (!seen.has(phone.number) && !current) seen.set(phone.number, phone.last_n);
  const badge = el("span", { class: "badge" }, unread ? String(unread) : "");
  const button = el("button", {
    type: "button",
    "aria-current": String(current),
    "data-testid": "phone",
    "data-number": phone.number,
    onclick: () => {
      follow(phone.number);
      byId("scrim").click();
      look();
    },
  }, el("span", { class: "face", "aria-hidden": "true" }, (/\d+$/.exec(phone.name)?.[0] ?? phone.name[0])),
  el("span", {}, el("strong", {}, phone.name), el("small", {}, phone.hides_number ? "number hidden" : numberOf(phone.number))), badge);
  const row = el("li", {}, button);
  if (document.activeElement?.dataset?.number === phone.number) queueMicrotask(() => button.focus());
  return row;
}

function grow() {
  composer.style.height = "auto";
  composer.style.height = `${Math.min(composer.scrollHeight, 120)}px`;
}

async function sendWords(words) {
  const text = words.trim();
  if (text && state.number) await act({ type: "text", text });
}

composer.addEventListener("input", grow);
composer.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId("compose").requestSubmit();
  }
});
byId("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = composer.value;
  composer.value = "";
  grow();
  sendWords(words);
  composer.focus();
});
byId("welcome").addEventListener("click", (event) => {
  const say = event.target.closest("[data-say]")?.dataset.say;
  if (!say) return;
  sendWords(say);
  composer.focus();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.number) seen.set(state.number, talk.newest);
});

function drawStill() {
  for (const [id, name] of [["attach", "attach"], ["send", "send"], ["side-open", "menu"], ["side-close", "close"]]) byId(id).append(icon(name));
  for (const holder of document.querySelectorAll("[data-icon]")) {
    holder.setAttribute("aria-hidden", "true");
    holder.append(icon(holder.dataset.icon));
  }
  document.querySelector(".verified").append(icon("verified"));
}

function tick() {
  byId("clock").textContent = timeOf(Date.now() / 1000 + state.offset).replace(/\s?[ap]\.?m\.?/i, "");
}

drawStill();
setUpAttach(act);
setUpSide(look);
showPresence();
tick();
look();
setInterval(tick, 5000);
setInterval(() => { if (!document.hidden) look(); }, LOOK_EVERY);
