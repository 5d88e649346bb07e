/** Lets the browser keep these pages, so that they work without a network: for addresses of certificates in either spelling, and /scan. */

const SCOPES = ["/c/", "/C/", "/scan"];

export async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await Promise.all(SCOPES.map((scope) => navigator.serviceWorker.register("/verify/worker.js", { scope })));
  } catch {
    // a browser that keeps nothing checks with a network only
  }
}

/** Keep further files of this release. */
export async function keepFiles(version, files) {
  const store = await caches.open(`mitra-pages-${version}`);
  const missing = [];
  for (const file of files) if (!(await store.match(file))) missing.push(file);
  await store.addAll(missing);
}
