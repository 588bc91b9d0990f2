/* SPDX-License-Identifier: Apache-2.0 */
/* The page's side of its service worker. */
import { more } from 'clameur:more';

import { signal } from '../../lib/signals';
import { CACHE, keyOf } from './worker/names';

/** Can it start without a network? `insecure`: browsers have workers over https alone. */
export const offline = signal<'insecure' | 'preparing' | 'ready' | 'failed'>('preparing');

/** Registers the worker, and keeps the page that is open: it was fetched before there was one. */
export async function prepareOffline(): Promise<void> {
  if (!window.isSecureContext || !navigator.serviceWorker) { offline.value = 'insecure'; return; }
  try {
    await navigator.serviceWorker.register('/kiosk-sw.js', { scope: '/kiosk/', updateViaCache: 'none' });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(CACHE);
    const key = keyOf(location.href);
    for (const url of [key, new URL(more, key).href]) if (!await cache.match(url)) await cache.add(url);
    for (const { url } of await cache.keys()) {
      if (new URL(url).pathname.startsWith('/assets/kiosk-more') && !url.endsWith(more)) await cache.delete(url);
    }
    offline.value = 'ready';
  } catch {
    offline.value = navigator.serviceWorker.controller ? 'ready' : 'failed';
  }
}

/** Has these pictures there, and no others. */
export async function keepPictures(paths: readonly string[]): Promise<void> {
  if (!window.isSecureContext || !window.caches) return;
  const cache = await caches.open(CACHE);
  const wanted = new Set(paths.map((path) => new URL(path, location.href).href));
  for (const { url } of await cache.keys()) {
    if (new URL(url).pathname.startsWith('/image/') && !wanted.has(url)) await cache.delete(url);
  }
  for (const url of wanted) {
    if (await cache.match(url)) continue;
    await cache.add(url).catch(() => {}); // It comes when it is shown.
  }
}

/** Nothing stays on the device. */
export async function forgetOffline(): Promise<void> {
  if (window.caches && window.isSecureContext) await caches.delete(CACHE).catch(() => false);
  const found = await navigator.serviceWorker?.getRegistration('/kiosk/').catch(() => undefined);
  await found?.unregister();
}
