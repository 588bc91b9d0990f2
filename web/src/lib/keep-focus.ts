/* SPDX-License-Identifier: Apache-2.0 */

/** A button may be out of use while its command is on the way. */
const PATIENCE_MS = 500;

const isThere = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0 && !element.matches(':disabled');

/** Gives it the focus, or says that it cannot have it. */
function give(element: HTMLElement, scrolls: boolean): boolean {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: !scrolls });
  return document.activeElement === element;
}

/** What the part of the page is called that an element stands in. */
const headOf = (part: Element): HTMLElement | null => (
  part.matches('section[aria-labelledby]') ? document.getElementById(part.getAttribute('aria-labelledby')!) : null);

/**
 * Whoever leads by keyboard goes on where they were: when what had the focus goes, or goes out of use, it is put on the
 * head of the part of the page that it stood in, and where that has gone too, on the first of `heads` that is there.
 */
export function keepFocus(heads: string): () => void {
  let trail: Element[] = [];
  let byKey = true;
  let left: Element | null = null;
  let since = 0;
  const remember = ({ target }: Event) => {
    trail = [];
    for (let part = target as Element | null; part; part = part.parentElement) trail.push(part);
  };
  const mend = () => {
    const on = document.activeElement;
    const [held, ...around] = trail;
    if (!held || (on && on !== document.body && isThere(on))) return;
    if (isThere(held)) {
      // It went out of use for a moment; who clicked on nothing wants nothing.
      if (left === held) (held as HTMLElement).focus({ preventScroll: true });
      left = null;
      return;
    }
    if (left !== held) [left, since] = [held, performance.now()];
    if (held.isConnected && performance.now() - since < PATIENCE_MS) {
      setTimeout(mend, PATIENCE_MS);
      return;
    }
    const places = [...around.filter(({ isConnected }) => isConnected).map(headOf), ...document.querySelectorAll<HTMLElement>(heads)];
    places.some((place) => place && give(place, byKey));
  };
  const touched = () => { byKey = false; };
  const typed = () => { byKey = true; };
  document.addEventListener('focusin', remember);
  document.addEventListener('pointerdown', touched, true);
  document.addEventListener('keydown', typed, true);
  const watch = new MutationObserver(() => { requestAnimationFrame(mend); });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'data-tab', 'data-review'] });
  return () => {
    watch.disconnect();
    document.removeEventListener('focusin', remember);
    document.removeEventListener('pointerdown', touched, true);
    document.removeEventListener('keydown', typed, true);
  };
}
