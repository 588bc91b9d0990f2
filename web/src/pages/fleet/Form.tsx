/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Badge, Change, Device, Fleet, Show } from './fleet';
import { choices } from './words';

/** A field that is not touched stays, on each of them, as it is. */
type Draft = Partial<Record<'name' | 'place' | 'show' | 'attract' | 'badge' | 'idle' | 'warn' | 'cooldown' | 'reload' | 'pin', string>>;

const BADGES: readonly Badge[] = ['off', 'may', 'must'];
const SECONDS = { idle: [10, 300], warn: [20, 120], cooldown: [0, 300] } as const;

function changeOf({ name, place, show, attract, badge, reload, pin, ...seconds }: Draft): Change {
  const set: NonNullable<Change['set']> = {};
  if (show !== undefined) set.show = JSON.parse(show) as Show;
  if (attract !== undefined) set.attract = attract;
  if (badge !== undefined) set.badge = badge as Badge;
  if (reload !== undefined) set.reload = reload;
  if (pin !== undefined) set.pin = pin;
  for (const key of ['idle', 'warn', 'cooldown'] as const) if (seconds[key] !== undefined) set[key] = Number(seconds[key]);
  return { ...(name !== undefined && { name }), ...(place !== undefined && { place }), ...(Object.keys(set).length && { set }) };
}

/** What one of them, or all of a place, shall be. */
export function Form({ fleet, devices }: { fleet: Fleet; devices: readonly Device[] }) {
  const [draft, setDraft] = useState<Draft>({});
  const form = useRef<HTMLFormElement>(null);
  const first = devices[0]!;
  const isMany = devices.length > 1;
  const id = `d-${first.id}`;
  useLayoutEffect(() => { form.current?.querySelector<HTMLElement>('input, select')?.focus(); }, []);
  /** What stands there while nobody has touched it; of several, only what they have in common. */
  const now = (read: (device: Device) => string): string => (devices.every((device) => read(device) === read(first)) ? read(first) : '');
  const value = (key: keyof Draft, read: (device: Device) => string) => draft[key] ?? now(read);
  const write = (key: keyof Draft) => (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [key]: event.currentTarget.value });
  const shown = (device: Device) => JSON.stringify(device.set.show);
  const field = (key: keyof Draft, label: ComponentChildren, control: ComponentChildren, hint?: string) => (
    <div class="labelled"><label for={`${id}-${key}`}>{label}</label>{control}{hint ? <p class="hint" id={`${id}-${key}-hint`}>{hint}</p> : null}</div>
  );
  const text = (key: 'name' | 'place' | 'attract', most: number, read: (device: Device) => string) => (
    <input id={`${id}-${key}`} class="field" type="text" autoComplete="off" maxLength={most} required={key === 'name'} value={value(key, read)} onInput={write(key)} />
  );
  const seconds = (key: keyof typeof SECONDS) => field(key, t(`fleet.field.${key}`),
    <input id={`${id}-${key}`} class="field short" type="number" min={SECONDS[key][0]} max={SECONDS[key][1]} step="1" required={!isMany}
      value={value(key, ({ set }) => String(set[key]))} onInput={write(key)} />);
  const send = (event: Event) => {
    event.preventDefault();
    void fleet.change(devices, changeOf(draft));
  };
  return (
    <form class="form" ref={form} onSubmit={send}>
      {isMany ? <p class="hint">{t('fleet.many', { n: devices.length })}</p> : null}
      {isMany ? null : field('name', t('fleet.field.name'), text('name', 40, (device) => device.name))}
      {field('place', t('fleet.field.place'), text('place', 40, (device) => device.place))}
      {field('show', t('fleet.field.show'), (
        <select id={`${id}-show`} class="field" value={value('show', shown)} onChange={write('show')}>
          {now(shown) === '' ? <option value="" disabled>{t('fleet.differs')}</option> : null}
          {choices(fleet.client.model).map(([key, words]) => <option key={key} value={key}>{words}</option>)}
        </select>
      ))}
      {field('attract', t('fleet.field.attract'), text('attract', 80, ({ set }) => set.attract))}
      {field('badge', t('fleet.field.badge'), (
        <select id={`${id}-badge`} class="field" value={value('badge', ({ set }) => set.badge)} onChange={write('badge')}>
          {now(({ set }) => set.badge) === '' ? <option value="" disabled>{t('fleet.differs')}</option> : null}
          {BADGES.map((badge) => <option key={badge} value={badge}>{t(`fleet.badge.${badge}`)}</option>)}
        </select>
      ))}
      <details class="more">
        <summary>{t('fleet.more')}</summary>
        <div class="fields">
          {seconds('idle')}{seconds('warn')}{seconds('cooldown')}
          {field('reload', t('fleet.field.reload'), <input id={`${id}-reload`} class="field short" type="time" value={value('reload', ({ set }) => set.reload)} onInput={write('reload')} />)}
        </div>
        {field('pin', t('fleet.field.pin'), (
          <input id={`${id}-pin`} class="field short" type="text" inputMode="numeric" autoComplete="off" pattern="[0-9]{4,8}" maxLength={8}
            placeholder={now(({ set }) => String(set.pin)) === 'true' ? '••••' : ''} aria-describedby={`${id}-pin-hint`} value={draft.pin ?? ''} onInput={write('pin')} />
        ), t('fleet.pin_how'))}
      </details>
      <p class="deeds">
        <button type="submit" class="button" aria-disabled={fleet.busy.value}>{t('fleet.save')}</button>
        <button type="button" class="button quiet" onClick={() => fleet.show(null)}>{t('fleet.cancel')}</button>
      </p>
    </form>
  );
}
