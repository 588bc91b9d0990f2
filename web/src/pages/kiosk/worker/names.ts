/* SPDX-License-Identifier: Apache-2.0 */
/* What the page and its service worker call things. */

export const CACHE = 'clameur-kiosk-1';

/** What is never another under one address: pictures, and parts of the page. */
export const isLasting = (path: string): boolean => path.startsWith('/image/') || path.startsWith('/assets/');

/** A page is kept once, whatever stands behind its path. */
export const keyOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
