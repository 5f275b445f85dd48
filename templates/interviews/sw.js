// Answers for the log screen, and for nothing else, while the server does not. Context: shell, files, edition.
// The files carry their version in their name, and the shell has its edition: a worker that differs in either keeps a
// cache of its own.
const SHELL = "{{ shell }}";
const FILES = [{% for file in files %}"{{ file }}", {% endfor %}];
const CACHE = "log-{{ edition }}-" + [...FILES.join()].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) >>> 0, 7).toString(36);
const LOG = /^\/interviews\/(new|\d+\/log)\/$/;

addEventListener("install", (event) => {
  // Without cookies: what is kept belongs to nobody.
  const requests = [SHELL, ...FILES].map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("log-") && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && LOG.test(pathname)) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});

// A proxy that answers for a server that is down counts as no answer.
async function page(request) {
  try {
    const answer = await fetch(request);
    if (![502, 503, 504].includes(answer.status)) return answer;
  } catch {
    // down: the shell below
  }
  return (await caches.match(SHELL, { cacheName: CACHE })) ?? Response.error();
}

// The server first: while somebody works on Groundwork itself, names carry no version.
async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
  } catch {
    // down: what is kept
  }
  return (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) ?? Response.error();
}
