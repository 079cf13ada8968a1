// Shows a page of the house when the network is away. Nothing of anybody is kept in the browser.
const NAME = "away-1";
const KEPT = ["/away/", "{{ style }}"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((one) => one !== NAME).map((one) => caches.delete(one))));
  event.waitUntil(old.then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(fetch(request).catch(() => caches.match("/away/")));
  else if (request.url.endsWith(KEPT[1])) event.respondWith(fetch(request).catch(() => caches.match(KEPT[1])));
});
