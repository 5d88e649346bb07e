/** Says the verdict: a word, a colour and a sign, and what was signed, in both languages; which one is seen is a matter of style. */

import { BORN, NAME } from "./claims.js";

const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", day: "2-digit", month: "2-digit", year: "numeric" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", hour: "2-digit", minute: "2-digit" });
const RUPEES = new Intl.NumberFormat("en-IN", { style: "currency", currency: "INR", maximumFractionDigits: 2, minimumFractionDigits: 0 });
const LANGUAGES = ["te", "en"];

/** Return the settings that the server wrote into the page. */
export function known() {
  return JSON.parse(document.getElementById("known").textContent);
}

/** Say what is being done, until the verdict is there. */
export function tellChecking() {
  const section = document.getElementById("verdict");
  const line = document.createElement("p");
  line.className = "checking";
  line.append(...both(phrase("checking")));
  section.replaceChildren(line);
  section.hidden = false;
}

/** Show a verdict. found: {reason, claims, key}; around: what was known beside it; told: what the server wrote into the page. */
export function showVerdict(found, around, told, host = "") {
  const section = document.getElementById("verdict");
  const answer = told.answers[found.reason];
  section.replaceChildren(document.getElementById("sheet").content.cloneNode(true));
  section.dataset.answer = answer;
  section.dataset.reason = found.reason;
  say(section, "headline", each(told.words.answers[answer], withoutSign));
  say(section, "advice", each(told.words.reasons[found.reason], (words) => words.replace("{host}", clean(host))));
  const believed = found.claims && answer !== "not_genuine";
  part(section, "refuse").hidden = answer !== "not_genuine";
  part(section, "again").hidden = answer !== "cannot_tell" || believed;
  part(section, "paper").hidden = !believed;
  if (believed) showPaper(section, found, around, told);
  section.hidden = false;
}

function showPaper(section, { claims, key }, around, told) {
  const kind = told.kinds[claims.type];
  say(section, "title", kind?.title ?? plain(claims.type));
  say(section, "number", plain(claims.number));
  part(section, "facts").replaceChildren(...facts(claims, kind, told.words.labels), ...photograph(claims, told.words));
  say(section, "office", kind?.office ?? plain(key.name));
  say(section, "officer", plain(claims.officer));
  part(section, "officer").hidden = !claims.officer;
  say(section, "issued", plain(day(claims.issued)));
  say(section, "expires", claims.expires === null ? phrase("forever") : plain(day(claims.expires)));
  say(section, "standing", told.standings[around.standing] ?? "");
  say(section, "listed", listedWords(around));
  say(section, "register", registerWords(around));
  say(section, "key", plain(key.name));
}

function facts(claims, kind, labels) {
  const name = claims.person.get(NAME);
  const rows = name === undefined ? [] : [fact(kind?.fields[NAME]?.label ?? phrase("name"), clean(name), "whose")];
  for (const [number, value] of [...claims.fields].sort((one, other) => one[0] - other[0])) {
    const field = kind?.fields[number];
    const label = field?.label ?? each(labels.detail, (words) => words.replace("{number}", number));
    const row = fact(label, field?.as === "money" && typeof value === "number" ? RUPEES.format(value / 100) : clean(value));
    if (!field) row.append(small(labels.changed));
    rows.push(row);
  }
  const born = claims.person.get(BORN);
  if (born !== undefined) rows.push(bornFact(born, kind?.fields[BORN], labels));
  return rows;
}

/** Say that there is a photograph, which a code alone does not show. */
function photograph(claims, words) {
  if (!claims.photograph) return [];
  const row = fact(words.labels.photograph, "");
  row.lastChild.append(...both(words.photograph.unseen));
  return [row];
}

function fact(label, value, kind = "") {
  const row = document.createElement("div");
  row.className = kind;
  const term = row.appendChild(document.createElement("dt"));
  const words = row.appendChild(document.createElement("dd"));
  term.append(...both(label));
  words.dir = "auto";
  words.textContent = value;
  if (value.endsWith("…")) row.append(small(phrase("cut")));
  return row;
}

function small(words) {
  const line = document.createElement("small");
  line.append(...both(words));
  return line;
}

function listedWords(around) {
  if (around.listed === null) return around.standing === null ? phrase("unlisted") : phrase("asked");
  return each(phrase("listed"), (words) => words.replace("{time}", `${day(around.listed)} ${TIME.format(around.listed * 1000)}`));
}

function registerWords(around) {
  if (around.logged === null) return phrase(around.busy ? "refused" : "unasked");
  const since = around.since.split("-").reverse().join("-");
  return each(phrase("entered"), (words) => words.replace("{since}", since).replace("{entry}", around.logged));
}

/** Return words as text that cannot pretend: composed, on one line, without what turns or hides letters. What joins letters stays. */
export function clean(value) {
  return String(value).normalize("NFC").replace(/\s+/gu, " ").replace(/(?![\u200c\u200d])\p{C}/gu, "").trim();
}

/** Return a date of birth: the year alone, where its kind does not show the whole day. */
function bornFact(born, field, labels) {
  if (field?.shown !== "whole") return fact(labels.year, year(born));
  return fact(field.label, clean(born).replace(/^(\d{4})(\d{2})(\d{2})$/, "$3-$2-$1"));
}

/** Return a year, of whatever a date of birth is written as; nothing else of it is shown. */
function year(born) {
  const words = String(born);
  if (/^[0-9]{8}$/.test(words)) return words.slice(0, 4);
  const years = words.split(/[^0-9]+/).filter((run) => run.length === 4);
  return years.length === 1 ? years[0] : "••••";
}

export function day(seconds) {
  return DAY.format(seconds * 1000).replaceAll("/", "-");
}

export function moment(seconds) {
  return `${day(seconds)} ${TIME.format(seconds * 1000)}`;
}

/** Return a phrase of the page, by language. */
export function phrase(name) {
  const said = document.getElementById("phrases").content.querySelector(`[data-phrase="${name}"]`);
  return Object.fromEntries(LANGUAGES.map((language) => [language, said.querySelector(`[lang="${language}"]`).textContent]));
}

/** Return words as an element for each language; words that are the same in all are one text. */
export function both(words) {
  if (typeof words === "string") return [words];
  return LANGUAGES.flatMap((language) => {
    const span = document.createElement("span");
    span.lang = language;
    span.append(...words[language].split(/(\d{2}-\d{2}-\d{4})/).map((run, place) => (place % 2 ? unbroken(run) : run)));
    return [span, " "];
  });
}

function unbroken(date) {
  const time = document.createElement("time");
  time.textContent = date;
  return time;
}

function say(section, name, words) {
  section.querySelector(`[data-said="${name}"]`).replaceChildren(...both(words));
}

const plain = (words) => clean(words);
const part = (section, name) => section.querySelector(`[data-part="${name}"]`);
const each = (words, change) => Object.fromEntries(LANGUAGES.map((language) => [language, change(words[language])]));
const withoutSign = (words) => words.replace(/^[\p{Extended_Pictographic}\uFE0F]+\s*/u, "");
