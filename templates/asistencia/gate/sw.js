// The gate without network: its page and files, of one version, as they were when they came.
// What is asked of the API never passes through here.
{% if background %}import "{{ background }}";
{% endif %}
const CACHE = "control-{{ version }}";
const PAGE = "{{ page }}";
const FILES = {{ files|safe }};
const PATIENCE = 2500;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

// All or nothing: a page without its scripts would be worse than the page of before.
async function keep() {
  const cache = await caches.open(CACHE);
  const fresh = [PAGE, ...FILES].map((url) => new Request(url, HASHED.test(url) ? {} : { cache: "reload" }));
  await cache.addAll(fresh);
}

// A new version takes over once the old page is closed, so that no page loses its own scripts.
self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("control-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(soonOrKept(request, PAGE));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(HASHED.test(url.pathname) ? keptOrAsked(request) : soonOrKept(request, request));
  }
});

async function keptOrAsked(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}

// The network first; where it is slow, down or broken, what was kept.
async function soonOrKept(request, key) {
  const asked = fetch(request).then((answer) => (answer.ok ? answer : Promise.reject(answer)));
  const late = new Promise((_, give) => setTimeout(give, PATIENCE));
  try {
    return await Promise.race([asked, late]);
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match(key)) ?? asked.catch((answer) => (answer instanceof Response ? answer : Response.error()));
  }
}
