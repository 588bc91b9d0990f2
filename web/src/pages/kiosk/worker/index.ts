/* SPDX-License-Identifier: Apache-2.0 */
/* Lets a kiosk start without a network: its page from the network while there is one, else as it was; what never
 * changes under one address, such as pictures, from the cache. */
import { CACHE, isLasting, keyOf } from './names';

interface Extended extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetch extends Extended { request: Request; respondWith(answer: Promise<Response>): void }
const scope = self as unknown as EventTarget & { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } };

/** A network that says nothing for so long is none. */
const PATIENCE_MS = 5_000;

scope.addEventListener('install', (event) => { (event as Extended).waitUntil(scope.skipWaiting()); });
scope.addEventListener('activate', (event) => { (event as Extended).waitUntil(tidy().then(() => scope.clients.claim())); });
scope.addEventListener('fetch', (event) => {
  const { request } = event as Fetch;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') (event as Fetch).respondWith(page(request));
  else if (isLasting(pathname)) (event as Fetch).respondWith(lasting(request));
});

/** Caches of former versions go. */
async function tidy(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('clameur-kiosk') && name !== CACHE).map((name) => caches.delete(name)));
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const key = keyOf(request.url);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  });
  const late = new Promise<null>((resolve) => { setTimeout(() => resolve(null), PATIENCE_MS); });
  const answer = await Promise.race([asked, late]).catch(() => null);
  // A server that cannot now is as good as none; what it says about the address itself holds.
  if (answer && answer.status < 500) return answer;
  return await cache.match(key) ?? answer ?? asked;
}

async function lasting(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request.url);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok && !/no-store/.test(answer.headers.get('cache-control') ?? '')) await cache.put(request.url, answer.clone());
  return answer;
}
