// Keeps one version of the page: everything it consists of, fetched once and checked against the hashes it was built with.
const BUILD = __BUILD__;
const FILES = __FILES__; // path and hash of its content

const FAMILY = `tradecast ${registration.scope} `;
const CACHE = FAMILY + BUILD;
const LIST = place("./files.json"); // what a cache holds, in the cache itself

function place(path) {
  return new URL(path, registration.scope).href;
}

async function family() {
  return (await caches.keys()).filter((name) => name.startsWith(FAMILY));
}

// A file of an older version, if it is the same there.
async function unchanged(path, hash) {
  for (const name of await family()) {
    const cache = await caches.open(name);
    const files = await (await cache.match(LIST))?.json();
    if (files?.[path] === hash) return cache.match(place(path));
  }
}

async function fill() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(FILES).map(async ([path, hash]) => {
      const file = (await unchanged(path, hash)) ?? (await fetch(place(path), { cache: "no-cache", integrity: hash }));
      if (!file.ok) throw new Error(`${path}: ${file.status}`);
      await cache.put(place(path), file);
    }),
  );
  await cache.put(LIST, Response.json(FILES));
}

async function clean() {
  const old = (await family()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The first visit is kept from now on, without a reload.
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(clean()));
// Only the page asks for a new version, when the user does.
addEventListener("message", ({ data }) => data === "activate" && skipWaiting());

const kept = new Set(Object.keys(FILES).map(place));

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  // A link to a scenario or to an embedded chart is the same page.
  address.search = "";
  address.hash = "";
  const file = address.href === place("./index.html") ? place("./") : address.href;
  if (request.method !== "GET" || !kept.has(file)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(file)).then((found) => found ?? fetch(request)));
});
