// Opens the door's page where there is no network. Installed by that page; everything else goes to the network as ever.
const version = VERSION;
const files = FILES;
const PAGE = '/';

self.addEventListener('install', (event) => {
  const page = new Request(PAGE, { headers: { accept: 'text/html' }, cache: 'reload' });
  event.waitUntil(
    caches
      .open(version)
      .then((cache) => cache.addAll([page, ...files]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== version).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const kept = (what) => caches.match(what, { ignoreVary: true });

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept(PAGE)));
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(request).then((known) => known ?? fetch(request)));
});
