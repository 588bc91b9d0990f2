/* SPDX-License-Identifier: Apache-2.0 */

type Content = Node | string | null;

/** An element with attributes and content: text stays text. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Readonly<Record<string, string | boolean>> = {}, ...content: Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const key of Object.keys(attributes)) {
    const value = attributes[key]!;
    if (value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  for (const one of content) if (one !== null) made.appendChild(typeof one === 'string' ? document.createTextNode(one) : one);
  return made;
}

/** Changes a text only where it is another, so that nobody is told twice. */
export function setText(at: Element, text: string): void {
  if (at.textContent !== text) at.textContent = text;
}

/** A picture of the room's, asked for as nobody in particular; where it may not be had, there is none. */
export function picture(src: string, alt: string): HTMLElement {
  const made = el('img', { crossorigin: 'anonymous', loading: 'lazy', alt, src });
  made.addEventListener('error', () => made.remove());
  return made;
}
