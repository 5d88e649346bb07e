/** Keeps the pages for the time without a network. Addresses of certificates are never kept: without a network each is answered with the
 * scanner's page, which reads the address itself. KEPT, written in front by the server: this release and its files. */

const STORE = `mitra-pages-${KEPT.version}`;
const PATIENCE_MS = 6_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(KEPT.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(networkFirst(event, url));
  else if (/^\/(verify|static)\//.test(url.pathname) || url.pathname === "/scan.webmanifest") event.respondWith(keptFirst(event.request));
});

/** A server in trouble, or asked by too many, is as good as no network: what is kept can check all the same. */
async function networkFirst(event, url) {
  const answer = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) return (await caches.match("/scan")) ?? answer ?? Response.error();
  if (url.pathname === "/scan" && answer.ok) event.waitUntil(renew(answer.clone()));
  return answer;
}

/** Keep the scanner's page as it is now: labels, root keys and witnesses may have changed. One of another release comes with its worker. */
async function renew(answer) {
  const page = await answer.clone().text();
  if (page.includes(`/verify/${KEPT.version}/`)) await (await caches.open(STORE)).put("/scan", answer);
}

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("mitra-pages-") && name !== STORE);
  await Promise.all(older.map((name) => caches.delete(name)));
}
