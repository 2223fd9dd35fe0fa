/**
 * Shows a page in words where the server cannot be reached, and does nothing else: no page, no
 * answer of the API and no text of a chat is ever kept here.
 */

const CACHE = "offline";
const PAGE = `/in/offline.${new URL(self.location.href).searchParams.get("language")}.html`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add(new Request(PAGE, { cache: "reload" })))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([
      self.registration.navigationPreload?.enable(),
      caches.open(CACHE).then(async (cache) => {
        for (const kept of await cache.keys()) {
          if (new URL(kept.url).pathname !== PAGE) await cache.delete(kept);
        }
      }),
    ]),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(
    (async () => {
      try {
        return (await event.preloadResponse) ?? (await fetch(event.request));
      } catch {
        return (await caches.match(PAGE)) ?? Response.error();
      }
    })(),
  );
});
