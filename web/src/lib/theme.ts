/* SPDX-License-Identifier: Apache-2.0 */
/* How a room looks, as its host says: the server made the rules, and put them into the page that it sent. */
import type { Client } from './client';
import type { ThemeTokens } from './palette';
import type { PageState, Room } from './protocol';
import { signal } from './signals';

/** What the room's theme sets; {} for none. */
export const tokens = signal<ThemeTokens>({});

let inserted = 0;

/** In place of the rules that came with the page. Twice :root, so that they count more than the page's own. */
function apply({ light, dark = light }: ThemeTokens, isStage: boolean): void {
  const sent = document.querySelector<HTMLStyleElement>('#theme');
  if (sent?.sheet) sent.sheet.disabled = true;
  const { sheet } = document.querySelector<HTMLStyleElement>('style:not(#theme)')!;
  for (; inserted > 0; inserted--) sheet!.deleteRule(sheet!.cssRules.length - 1);
  if (!light) return;
  const root = ':root:root';
  const rules = isStage
    ? [`${root}{${dark}}`, `${root}[data-theme=light]{${light}}`]
    : [`${root}{${light}}`, `@media (prefers-color-scheme:dark){${root}{${dark}}}`];
  for (const rule of rules) sheet!.insertRule(rule, sheet!.cssRules.length);
  inserted = rules.length;
}

const themeOf = (room: Room | null) => JSON.stringify(room?.settings.theme ?? null);

/** Whoever is here sees the theme change, and what the page's HTML says of small groups, where the room tells them. The console has the tokens from the start, to show them elsewhere. */
export function followTheme(client: Client, state: PageState, on: 'page' | 'stage' | 'console' = 'page'): void {
  let known = on === 'console' ? 'null' : themeOf(state.room);
  client.model.room.subscribe((room) => {
    if (!room) return;
    document.body.className = room.small_groups ? 'small' : '';
    const theme = themeOf(room);
    if (theme === known) return;
    const before = known;
    known = theme;
    client.send<ThemeTokens & Record<string, unknown>>('theme.look', {}).then((made) => {
      tokens.value = made;
      apply(made, on === 'stage');
    }, () => { known = before; });
  });
}
