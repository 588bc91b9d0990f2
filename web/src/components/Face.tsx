/* SPDX-License-Identifier: Apache-2.0 */
import type { Reaction } from '../lib/reactions';

/** Drawn and not typed: a screen that knows no such letters would show boxes to the whole hall. */
const HAND = '<rect x="9.2" y="13.5" width="13.6" height="13.5" rx="6.4"/><rect x="9.2" y="7.4" width="3.5" height="13" rx="1.75"/>'
  + '<rect x="12.6" y="4.6" width="3.5" height="14" rx="1.75"/><rect x="16" y="4.8" width="3.5" height="14" rx="1.75"/>'
  + '<rect x="19.3" y="7.2" width="3.5" height="13" rx="1.75"/>';
const SKIN = 'fill="#ffcb3d" stroke="#8a4f00" stroke-width="1.3" stroke-linejoin="round"';
const HEAD = `<circle cx="16" cy="16" r="13" ${SKIN}/>`;
const LINE = 'fill="none" stroke="#5a3000" stroke-linecap="round" stroke-width="2"';
const DRAWN: Readonly<Record<Reaction, string>> = {
  heart: '<path fill="#ee3f63" stroke="#a0123a" stroke-width="1.2" d="M16 28.2C8.4 22.2 2.8 17.4 2.8 11.4c0-4 3.1-7 7-7 2.5 0 4.8 1.3 6.2 3.4 1.4-2.1 3.7-3.4 6.2-3.4 3.9 0 7 3 7 7 0 6-5.6 10.8-13.2 16.8z"/>'
    + '<path fill="none" stroke="#fff" stroke-linecap="round" stroke-opacity=".7" stroke-width="2" d="M6.6 11c.2-1.7 1.3-2.8 2.9-3"/>',
  clap: `<g transform="translate(4.6 1.6) rotate(-32 16 17)" fill="#f0a92b" stroke="#8a4f00" stroke-width="1.3">${HAND}</g>`
    + `<g transform="translate(-.6 2.6) rotate(-32 16 17)" ${SKIN}>${HAND}<path d="M22.6 21.5c1-2.6 2-3.9 3.6-4.4 1.4-.4 2.4 1 1.8 2.4-.9 2.2-2.1 5-5.4 6.5z"/>`
    + '<path stroke="none" d="M10.6 15.4h10.8v8l-5 2.8-5.4-2.4z"/></g>'
    + '<path fill="none" stroke="#ef8a17" stroke-linecap="round" stroke-width="1.8" d="M3.2 11.4l2.4 1.2M6.6 5.6L8 7.8"/>',
  laugh: `${HEAD}<path ${LINE} d="M7.8 12.6c.7-2.2 4-2.2 4.8 0M19.4 12.6c.8-2.2 4.1-2.2 4.8 0"/>`
    + '<path fill="#5a1a12" d="M8 16.2h16c0 5.4-3.2 9.2-8 9.2s-8-3.8-8-9.2z"/><path fill="#fff" d="M9 16.2h14l-.5 2.4h-13z"/><path fill="#f2607a" d="M11.2 23.4c2.4-2.2 7.2-2.2 9.6 0-2.5 2.7-7.1 2.7-9.6 0z"/>'
    + '<path fill="#45a6f5" stroke="#1b6fb8" stroke-width=".9" d="M6.6 14.2c-2.6 1.2-5 3-5 5 0 1.7 1.3 2.7 2.8 2.5 2.2-.3 2.9-3.6 2.2-7.5zM25.4 14.2c2.6 1.2 5 3 5 5 0 1.7-1.3 2.7-2.8 2.5-2.2-.3-2.9-3.6-2.2-7.5z"/>',
  party: '<path fill="#ffb52e" stroke="#8a4f00" stroke-linejoin="round" stroke-width="1.3" d="M3.4 28.6L10 11.4 20.6 22z"/>'
    + '<path fill="none" stroke="#d1365c" stroke-width="2.4" d="M8 17.2l6.8 6.8M5.8 22.8l3.4 3.4"/><ellipse cx="15.3" cy="16.7" rx="2.6" ry="7.3" transform="rotate(-45 15.3 16.7)" fill="#7a3d00" stroke="#8a4f00"/>'
    + '<path fill="none" stroke="#3b82e0" stroke-linecap="round" stroke-width="2.2" d="M16.4 14.6c2.6-1.6 1.2-4.4 3.2-6.2 1.2-1 1-2.6.4-4"/><path fill="none" stroke="#1f9d6b" stroke-linecap="round" stroke-width="2.2" d="M18 16.6c2.2-2.6 4.2-.2 6.4-2 1.4-1.2 3-1 4.4-.2"/>'
    + '<circle cx="13.2" cy="5.6" r="1.9" fill="#ee3f63"/><circle cx="26.4" cy="7" r="2.1" fill="#a05be0"/><circle cx="26.8" cy="21.4" r="1.9" fill="#ee3f63"/><circle cx="8.4" cy="8" r="1.3" fill="#3b82e0"/><circle cx="23" cy="25.8" r="1.4" fill="#1f9d6b"/>',
  think: `${HEAD}<path ${LINE} d="M7.6 9.4c1.2-1.4 3-1.9 4.8-1.3M19 7.2c1.7-.9 3.5-.8 5 .4"/><ellipse cx="11" cy="13" rx="1.7" ry="2.2" fill="#5a3000"/><ellipse cx="20.8" cy="12.4" rx="1.7" ry="2.2" fill="#5a3000"/>`
    + `<path ${LINE} d="M12.6 19.6c2.6-1.6 5.4-2 8.4-1.2"/>`
    + '<path fill="#f0a92b" stroke="#8a4f00" stroke-linejoin="round" stroke-width="1.3" d="M4.4 22.4c1.4-.9 2.8-.3 3.8 1l7-1.5c2.4-.4 2.9 2.6.7 3.2l-2 .6c.9 2.9-1.2 5.4-4.6 5.4-4.5 0-7.2-2.6-6.9-6.4.1-1.2.9-1.8 2-2.3z"/>',
};

export function Face({ reaction }: { reaction: Reaction }) {
  return <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" dangerouslySetInnerHTML={{ __html: DRAWN[reaction] }} />;
}
