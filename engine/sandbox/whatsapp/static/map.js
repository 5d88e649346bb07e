// A rough drawn map of Andhra Pradesh, good enough to point at; not a survey.

import { shape } from "./dom.js";

const OUTLINE = [
  [19.1, 84.75], [18.3, 84.1], [17.9, 83.5], [17.6, 83.25], [17.25, 82.6], [16.95, 82.3], [16.6, 82.3],
  [16.3, 81.75], [16.35, 81.35], [15.95, 81.15], [15.75, 80.85], [15.85, 80.5], [15.45, 80.2], [14.9, 80.05],
  [14.4, 80.17], [13.75, 80.25], [13.5, 80.05], [13.3, 79.65], [13.05, 79.2], [12.75, 78.6], [12.63, 78.3],
  [13.1, 78.4], [13.5, 78.35], [13.9, 78.05], [13.75, 77.45], [13.95, 77.0], [14.25, 76.95], [14.65, 76.8],
  [15.1, 77.1], [15.7, 77.05], [15.95, 77.5], [15.88, 78.1], [16.1, 78.85], [16.6, 79.25], [16.75, 79.8],
  [17.0, 80.2], [17.2, 80.75], [17.65, 81.0], [17.85, 81.4], [18.25, 81.9], [18.1, 82.35], [18.4, 82.6],
  [18.65, 83.05], [19.0, 83.4], [18.85, 83.95], [19.1, 84.3],
];

export const PLACES = [
  { en: "Vijayawada", te: "విజయవాడ", latitude: 16.5062, longitude: 80.648 },
  { en: "Visakhapatnam", te: "విశాఖపట్నం", latitude: 17.6868, longitude: 83.2185 },
  { en: "Tirupati", te: "తిరుపతి", latitude: 13.6288, longitude: 79.4192 },
  { en: "Kurnool", te: "కర్నూలు", latitude: 15.8281, longitude: 78.0373 },
  { en: "Guntur", te: "గుంటూరు", latitude: 16.3067, longitude: 80.4365, left: true },
  { en: "Nellore", te: "నెల్లూరు", latitude: 14.4426, longitude: 79.9865 },
  { en: "Anantapuramu", te: "అనంతపురము", latitude: 14.6819, longitude: 77.6006 },
  { en: "Rajamahendravaram", te: "రాజమహేంద్రవరం", latitude: 17.0005, longitude: 81.804 },
  { en: "Srikakulam", te: "శ్రీకాకుళం", latitude: 18.2949, longitude: 83.8938 },
];

const WEST = 76.2;
const NORTH = 19.5;
const WIDTH = 9.2;
const HEIGHT = 7.2;
const SQUASH = 0.965; // a degree of longitude beside a degree of latitude at 16° north

const spot = (latitude, longitude) => [(longitude - WEST) * SQUASH, NORTH - latitude];

function land() {
  const points = OUTLINE.map(([latitude, longitude]) => spot(latitude, longitude).map((v) => v.toFixed(2)).join(","));
  return shape("polygon", { class: "land", points: points.join(" ") });
}

function needle(latitude, longitude) {
  const [x, y] = spot(latitude, longitude);
  const d = `M${x} ${y}c-.1-.3-.26-.4-.26-.66a.26.26 0 0 1 .52 0c0 .26-.16.36-.26.66z`;
  return shape("path", { class: "needle", d });
}

// A map one can tap; onPick gets latitude and longitude. Returns { svg, show(latitude, longitude) }.
export function bigMap(onPick) {
  const svg = shape("svg", { viewBox: `0.2 0.1 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  svg.append(land());
  for (const place of PLACES) {
    const [x, y] = spot(place.latitude, place.longitude);
    const left = place.left === true;
    svg.append(shape("circle", { class: "dot", cx: x, cy: y, r: 0.07 }));
    const label = shape("text", { x: left ? x - 0.13 : x + 0.13, y: y + 0.1, "text-anchor": left ? "end" : "start" });
    label.textContent = place.te;
    svg.append(label);
  }
  let pin = null;
  const show = (latitude, longitude) => {
    pin?.remove();
    pin = needle(latitude, longitude);
    svg.append(pin);
  };
  svg.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    onPick(NORTH - at.y, at.x / SQUASH + WEST);
  });
  return { svg, show };
}

// A still picture of the surroundings of one place.
export function smallMap(latitude, longitude) {
  const [x, y] = spot(Number(latitude), Number(longitude));
  const svg = shape("svg", { viewBox: "0 0 260 120", role: "img", "aria-label": "Map / పటం" });
  svg.append(shape("rect", { width: 260, height: 120, fill: "#dcebd3" }));
  const bend = (Math.abs(Math.sin(x * 91.7)) * 40).toFixed(0);
  const roads = [
    `M-5 ${30 + Number(bend)}C60 20 120 110 270 ${40 + Number(bend)}`,
    `M${60 + Number(bend)} -5C90 40 70 80 130 125`,
    `M200 -5C190 40 220 80 ${180 + Number(bend)} 125`,
  ];
  svg.append(shape("path", { d: `M-5 ${95 - Number(bend) / 2}C80 70 150 130 270 90L270 125L-5 125z`, fill: "#b9dbe8" }));
  for (const d of roads) {
    svg.append(shape("path", { d, fill: "none", stroke: "#c9c2ae", "stroke-width": 9 }));
    svg.append(shape("path", { d, fill: "none", stroke: "#fffdf6", "stroke-width": 6 }));
  }
  svg.append(shape("path", { d: "M130 78c-6-16-16-21-16-34a16 16 0 0 1 32 0c0 13-10 18-16 34z", fill: "#d93025", stroke: "#fff", "stroke-width": 2 }));
  svg.append(shape("circle", { cx: 130, cy: 44, r: 5.5, fill: "#fff" }));
  return svg;
}
