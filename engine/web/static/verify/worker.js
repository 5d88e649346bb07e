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
  if (event.request.mode === "navigate") event.respondWith(networkFirst(event.request));
  else if (/^\/(verify|static)\//.test(url.pathname) || url.pathname === "/scan.webmanifest") event.respondWith(keptFirst(event.request));
});

async function networkFirst(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match("/scan")) ?? Response.error();
  }
}

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("mitra-pages-") && name !== STORE);
  await Promise.all(older.map((name) => caches.delete(name)));
}
