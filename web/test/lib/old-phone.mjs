/* SPDX-License-Identifier: Apache-2.0 */
/* A phone at the floor, iOS 12.2 or Chrome 80: the browser of the tests without what came after. For addInitScript. */

export function forgetNews() {
  const gone = [
    [globalThis, ['PointerEvent', 'ResizeObserver', 'structuredClone', 'BroadcastChannel', 'WeakRef', 'HTMLDialogElement', 'CSSPropertyRule']],
    [Intl, ['PluralRules', 'RelativeTimeFormat', 'ListFormat', 'DisplayNames', 'Segmenter']],
    [String.prototype, ['replaceAll', 'matchAll', 'at']],
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [Object, ['hasOwn', 'groupBy']], [Promise, ['allSettled', 'any', 'withResolvers']],
    [Element.prototype, ['replaceChildren', 'setPointerCapture', 'checkVisibility']],
    [MediaQueryList.prototype, ['addEventListener', 'removeEventListener']],
    [Crypto.prototype, ['randomUUID']], [Navigator.prototype, ['wakeLock', 'locks', 'vibrate', 'clipboard', 'share', 'connection']],
    [AbortSignal, ['timeout', 'any', 'abort']],
  ];
  for (const [from, names] of gone) for (const name of names) delete from[name];
  for (const type of ['down', 'move', 'up', 'cancel', 'enter', 'leave', 'over', 'out']) {
    // No listener hears of a pointer: there are touches and a mouse alone.
    for (const target of [window, document]) target.addEventListener(`pointer${type}`, (event) => event.stopImmediatePropagation(), true);
  }
}
