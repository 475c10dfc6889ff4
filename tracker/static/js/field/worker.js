// The service worker behind PLAN (written in front of this by the server): it keeps two empty pages and what they
// are made of, under a name that says what is in them. It never keeps a POST or a page with somebody's data.

const OURS = "tracker-shell-";
const CACHE = OURS + PLAN.name;
const LIMIT = 3000;
const KEEP = [...PLAN.files, ...PLAN.shells]; // empty: the house has switched this off

// as nobody: without cookies no name, no token and no message of a person gets into the cache
const asNobody = (url) => new Request(url, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => {
  self.skipWaiting();
  if (!KEEP.length) return;
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEEP.map(asNobody))));
});

async function settle() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && (name !== CACHE || !KEEP.length)) await caches.delete(name);
  }
  if (KEEP.length) await self.clients.claim();
  else await self.registration.unregister();
}
self.addEventListener("activate", (event) => event.waitUntil(settle()));

async function kept(url) {
  return (await caches.open(CACHE)).match(url);
}

// the network first; after three seconds, or without it, the empty page
async function pageOr(request, shell, limit) {
  const network = fetch(request);
  const late = limit ? new Promise((done) => { setTimeout(done, limit, null); }) : new Promise(() => {});
  try {
    const answer = await Promise.race([network, late]);
    if (answer) return answer;
  } catch {
    // no network
  }
  return (await kept(shell)) || network;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || !KEEP.length) return;
  if (request.mode === "navigate") {
    const shell = PLAN.pages[url.pathname];
    if (shell) event.respondWith(pageOr(request, shell, LIMIT));
    else if (url.pathname === PLAN.day) event.respondWith(pageOr(request, PLAN.outbox, 0));
    return;
  }
  const address = url.pathname + url.search;
  if (PLAN.files.includes(address)) {
    event.respondWith(kept(address).then((held) => held || fetch(request)));
  }
});
