/* SPDX-License-Identifier: Apache-2.0 */
import { h, render, type ComponentType } from 'preact';

import './painting';
import type { PageState } from './protocol';

const NOTHING: PageState = {
  now: 0, epoch: 0, seq: 0, room: null, questions: [], tallies: [], people: null, code: null,
  error: null, join_url: '', base_url: '', secure: false,
};

/** The state the server put into the page; a page without one still starts. */
export function pageState(): PageState {
  const text = document.getElementById('state')?.textContent;
  const given = text ? JSON.parse(text) as Partial<PageState> : {};
  return { ...NOTHING, now: Date.now(), base_url: location.origin, ...given };
}

/** Takes the place of the server's plain HTML. */
export function mount<P extends object>(root: ComponentType<P>, props: P): void {
  const app = document.getElementById('app')!;
  app.textContent = '';
  render(h(root, props), app);
}
