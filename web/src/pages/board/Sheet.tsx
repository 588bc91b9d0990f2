/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import { t, tidy, type Key } from '../../lib/i18n';
import type { BoardDefinition } from '../../lib/protocol';
import { Alike } from './Alike';
import { ForSomeone, Picker } from './later';
import type { ViewProps } from './place';
import { isStaff } from './staff';
import { mustAccept, Rules } from './Rules';
import { sizesOf, type Draft, type Sheet as Written } from './poster';
import { length, promise } from './words';

const TITLE = 120;
const TEXT = 2000;
const NAME = 40;
const LINES = 60;
const PRICE = 20;
const SIZES = 12;
const SIZE = 12;

/** Where something is written: what will be shown of it is said before it is sent. */
export function Sheet({ place, board, phase }: ViewProps) {
  const { poster } = place;
  const sheet = poster.sheet.value!;
  const { draft, state } = sheet;
  const { def } = board;
  const panel = useRef<HTMLDivElement>(null);
  const write = (change: Partial<Draft>) => poster.write(change);
  useSheet(panel, () => poster.close());
  const wrong = faultOf(draft, def) ?? (mustAccept(board, draft) ? 'rules' : null);
  const send = (event: Event) => {
    event.preventDefault();
    if (wrong === null) void poster.send();
    else panel.current?.querySelector<HTMLElement>(wrong === 'pics' ? '.pic :invalid' : wrong === 'name' || wrong === 'rules' ? `#${wrong}` : '#idea-title')?.focus();
  };
  const busy = state === 'sending' || state === 'kept';
  const isNew = draft.version === null;
  return (
    <div class="shade" onClick={(event) => { if (event.target === event.currentTarget) poster.close(); }}>
      <div class="sheet" ref={panel} role="dialog" aria-modal="true" aria-labelledby="sheet">
        <form onSubmit={send} noValidate>
          <div class="sheet-head">
            <h2 id="sheet">{t(isNew ? `board.post.${def.kind}` : 'board.edit_title')}</h2>
            <button type="button" class="shut" aria-label={t('board.close')} onClick={() => poster.close()}><span aria-hidden="true">✕</span></button>
          </div>
          <Labelled id="idea-title" words={t(`board.field.title.${def.kind}`)} left={TITLE - length(draft.title)}>
            <textarea id="idea-title" class="field" rows={2} value={draft.title} aria-describedby="idea-title-left" enterkeyhint="done"
              onKeyDown={(event) => { if (event.key === 'Enter') send(event); }}
              onInput={(event) => write({ title: event.currentTarget.value.replace(/\n/g, ' ') })} />
          </Labelled>
          {isNew && place.may(board).shows ? <Alike place={place} board={board} draft={draft} /> : null}
          <Labelled id="text" words={t('board.field.text')} left={TEXT - length(draft.text)} quiet={TEXT / 2}>
            <textarea id="text" class="field small" rows={3} value={draft.text} aria-describedby="text-left"
              onInput={(event) => write({ text: event.currentTarget.value })} />
          </Labelled>
          {def.kind === 'products' ? <Product draft={draft} write={write} /> : null}
          {def.images === 'off' ? null : <Picker place={place} board={board} draft={draft} write={write} />}
          <Tags def={def} draft={draft} write={write} />
          {def.names === 'none' ? null : (
            <Labelled id="name" words={t(def.names === 'all' ? 'board.field.name' : 'board.field.name_maybe')} left={NAME - length(draft.name)} quiet={NAME / 2}>
              <input id="name" class="field small" type="text" autoComplete="name" value={draft.name} aria-describedby="name-left promise"
                onInput={(event) => write({ name: event.currentTarget.value })} />
            </Labelled>
          )}
          {isNew && isStaff(place) ? <ForSomeone draft={draft} write={write} /> : null}
          {isNew ? <Rules place={place} board={board} draft={draft} write={write} /> : null}
          <p class="promise" id="promise">{promise(draft, def)}</p>
          <Fate sheet={sheet} def={def} away={phase === 'away'} />
          <button type="submit" class={wrong === null ? 'button send' : 'button send shut-off'} aria-disabled={busy}>
            {t(busy ? 'board.sending' : isNew ? 'board.send' : 'board.save')}
          </button>
        </form>
      </div>
    </div>
  );
}

/** Focus comes in and stays; Escape closes; the opener gets the focus back. */
function useSheet(panel: { current: HTMLDivElement | null }, close: () => void): void {
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const { style } = document.body;
    panel.current?.querySelector('textarea')?.focus();
    const onKey = (event: KeyboardEvent) => { if (event.key === 'Escape') close(); };
    const onFocus = (event: FocusEvent) => {
      if (!panel.current?.contains(event.target as Node)) panel.current?.querySelector('textarea')?.focus();
    };
    style.setProperty('overflow', 'hidden');
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onFocus);
    return () => {
      style.removeProperty('overflow');
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('focusin', onFocus);
      if (opener instanceof HTMLElement) requestAnimationFrame(() => opener.focus());
    };
  }, []);
}

function Labelled({ id, words, left, quiet = 0, children }: {
  id: string; words: string; left: number; quiet?: number; children: ComponentChildren;
}) {
  return (
    <div class="labelled">
      <label for={id}>{words}</label>
      {children}
      <p class={left < 0 ? 'chars bad' : 'chars'} id={`${id}-left`}>{quiet && left > quiet ? '' : t('board.chars', { n: left })}</p>
    </div>
  );
}

/** What it costs, and the sizes that it comes in. */
function Product({ draft, write }: { draft: Draft; write: (change: Partial<Draft>) => void }) {
  const { price = '', sizes = '' } = draft;
  const many = sizesOf(draft).length - SIZES;
  return (
    <div class="of-product">
      <Labelled id="price" words={t('board.field.price')} left={PRICE - length(price)} quiet={PRICE / 2}>
        <input id="price" class="field small" type="text" autoComplete="off" value={price} aria-describedby="price-left"
          onInput={(event) => write({ price: event.currentTarget.value })} />
      </Labelled>
      <Labelled id="sizes" words={t('board.field.sizes')} left={-many} quiet={0.5}>
        <input id="sizes" class="field small" type="text" autoComplete="off" value={sizes} placeholder="36, 37, 38" aria-describedby="sizes-left"
          onInput={(event) => write({ sizes: event.currentTarget.value })} />
      </Labelled>
    </div>
  );
}

function Tags({ def, draft, write }: { def: BoardDefinition; draft: Draft; write: (change: Partial<Draft>) => void }) {
  const { tags = [] } = def;
  if (tags.length === 0) return null;
  const set = (at: number, on: boolean) => {
    const others = draft.tags.filter((other) => other !== at);
    write({ tags: on ? [...others, at].sort((a, b) => a - b) : others });
  };
  return (
    <fieldset class="tag-pick">
      <legend>{t('board.field.tags')}</legend>
      {tags.map((tag, at) => (
        <label class="chip" key={tag}>
          <input type="checkbox" checked={draft.tags.includes(at)} onChange={(event) => set(at, event.currentTarget.checked)} />
          <span>{tidy(tag)}</span>
        </label>
      ))}
    </fieldset>
  );
}

const isProductLong = (draft: Draft): boolean => {
  const sizes = sizesOf(draft);
  return length(draft.price ?? '') > PRICE || sizes.length > SIZES || sizes.some((size) => length(size) > SIZE);
};

type Fault = 'title' | 'name' | 'long' | 'pics';

function faultOf(draft: Draft, { names }: BoardDefinition): Fault | null {
  const { title, text, name, images = [], busy } = draft;
  if (title.trim() === '') return 'title';
  if (names === 'all' && name.trim() === '') return 'name';
  if (busy || images.some(({ alt }) => alt.trim() === '')) return 'pics';
  const long = length(title) > TITLE || length(text) > TEXT || length(name) > NAME || text.split('\n').length > LINES || isProductLong(draft);
  return long ? 'long' : null;
}

const REFUSED: Readonly<Record<string, Key>> = {
  closed: 'board.refused.closed', spent: 'board.refused.spent', limit_reached: 'board.refused.full', bad_text: 'board.refused.text', rules: 'board.refused.rules',
  banned: 'board.refused.banned', word: 'board.refused.word',
};

/** What becomes of it, where that is not to be seen at once. */
function Fate({ sheet, def, away }: { sheet: Written; def: BoardDefinition; away: boolean }) {
  const { state, code } = sheet;
  if (state === 'kept') return <p class="refused" role="status">{t(code === 'store_full' ? 'board.refused.later' : 'board.refused.kept')}</p>;
  if (state === 'refused') {
    return <p class="refused" role="alert">{t(REFUSED[code ?? ''] ?? 'board.refused.other', { n: def.ideas ?? 0, code: code ?? '' })}</p>;
  }
  return away ? <p class="refused">{t('board.refused.away')}</p> : null;
}
