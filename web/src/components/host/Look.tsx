/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import themes from '../../../assets/themes.json';
import { t, type Key } from '../../lib/i18n';
import { FONTS, type Logo, type Palette, type Theme, type ThemeTokens } from '../../lib/palette';
import type { Refusal, Room, RoomSettings } from '../../lib/protocol';
import { letterOf } from '../Letter';
import { LookClash } from './clashWords';
import { useDesk } from './desk';
import { LogoFields } from './LogoFields';
import { LookPreview } from './LookPreview';
import { useMeeting } from './meeting';
import { say } from './ui';

type Side = 'light' | 'dark';
interface Fault { field: string; nearest: string | undefined }

const SHIPPED = themes.map(({ name, ...theme }) => ({ name, theme: theme as Theme }));
const TRY_MS = 250;
const NAMED = ['page', 'text', 'accent'] as const;

/** A look of these colours, or of ours, with the logo that is there. */
const wearing = (theme: Theme | null, logo: Logo | undefined): Theme | null => (logo ? { font: 'plain', ...theme, logo } : theme);
const coloursOf = (theme: Theme | null): Theme | null => {
  const { logo: _logo, ...colours } = theme ?? {};
  return colours.light ? colours : null;
};
const same = (a: Theme | null, b: Theme | null): boolean => JSON.stringify(coloursOf(a)) === JSON.stringify(coloursOf(b));

/** The palette with one colour changed; `field` as the server names it: "text", "options.3". */
function coloured(palette: Palette, field: string, colour: string): Palette {
  const [name, at] = field.split('.');
  if (name !== 'options') return { ...palette, [name!]: colour };
  return { ...palette, options: palette.options.map((old, place) => (place === Number(at) ? colour : old)) };
}

function colourOf(palette: Palette, field: string): string {
  const [name, at] = field.split('.');
  return name === 'options' ? palette.options[Number(at)]! : palette[name as 'page'];
}

const nameOf = (field: string): string => (field.startsWith('options.')
  ? t('host.look.option', { letter: letterOf(Number(field.slice(8))) }) : t(`host.look.${field}` as Key));

function Tile({ name, theme, on, pick }: { name: string; theme: Theme | null; on: boolean; pick: () => void }) {
  const halves = [theme?.light ?? null, theme?.dark ?? theme?.light ?? null];
  return (
    <label class="look-tile">
      <input type="radio" name="look" checked={on} onChange={pick} />
      <span class="look-face">
        <span class="look-halves" aria-hidden="true">
          {halves.map((half, at) => (
            <span key={at} class={half ? '' : `ours-${at}`} style={half ? { background: half.page, color: half.text } : {}}>
              Aa<i style={half ? { background: half.accent } : {}} />
            </span>
          ))}
        </span>
        <b>{name}</b>
      </span>
    </label>
  );
}

interface ColoursProps { side: Side; palette: Palette; fault: Fault | null; set: (field: string, colour: string) => void }

function Colours({ side, palette, fault, set }: ColoursProps) {
  const fields = [...NAMED, ...palette.options.map((_, at) => `options.${at}`)];
  return (
    <div class="look-colours">
      {fields.map((field) => (
        <label key={field} class={fault?.field === `theme.${side}.${field}` ? 'wrong' : ''}>
          <input type="color" value={colourOf(palette, field)} onInput={(event) => set(field, event.currentTarget.value)} />
          <span>{nameOf(field)}</span>
        </label>
      ))}
    </div>
  );
}

/** Which colour cannot be read, and one tap to the nearest that can. */
function Mend({ fault, use }: { fault: Fault; use: () => void }) {
  const [, side, ...field] = fault.field.split('.');
  return (
    <p class="look-fault">
      {t('host.look.fault', { colour: nameOf(field.join('.')), side: t(`host.look.${side as Side}`) })}{' '}
      {fault.nearest
        ? <button type="button" class="button quiet small" onClick={use}><i style={{ background: fault.nearest }} />{t('host.look.use', { colour: fault.nearest })}</button>
        : t('host.look.hopeless')}
    </p>
  );
}

/** What the theme makes of the pages, or why it may not: the server knows. */
function useTried(theme: Theme | null): [ThemeTokens, Fault | null] {
  const desk = useDesk();
  const [made, setMade] = useState<ThemeTokens>({});
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      desk.client.send<ThemeTokens & Record<string, unknown>>('theme.look', { theme }).then((tokens) => {
        if (gone) return;
        setFault(null);
        setMade(tokens);
      }, ({ code, field, nearest }: Refusal) => {
        if (!gone && code === 'contrast') setFault({ field: field ?? '', nearest: nearest as string | undefined });
      });
    }, TRY_MS);
    return () => { gone = true; clearTimeout(timer); };
  }, [JSON.stringify(theme)]);
  return [made, fault];
}

const UNITS = [['theme']] as const;

/** How the room's pages look. */
export function Look({ room }: { room: Room }) {
  const desk = useDesk();
  const kept = room.settings.theme ?? null;
  const [theme, setTheme] = useState<Theme | null>(kept);
  const [side, setSide] = useState<Side>('light');
  const [forNew, setForNew] = useState(false);
  const [made, fault] = useTried(theme);
  const [insists, insist] = useState(false);
  const form = { theme };
  const meeting = useMeeting({ units: UNITS, version: room.rev, theirs: { theme: kept }, form, change: (next) => setTheme(next.theme) });

  const logo = theme?.logo;
  const palette = side === 'dark' ? theme?.dark ?? theme?.light : theme?.light;
  const set = (on: Side, field: string, colour: string) => {
    const before = theme?.[on] ?? theme?.light;
    if (before) setTheme({ ...theme, [on]: coloured(before, field, colour) });
  };
  const setLogo = (next: Logo | undefined) => setTheme((now) => wearing(coloursOf(now), next));
  const save = async (event: Event) => {
    event.preventDefault();
    insist(meeting.apart.length > 0);
    if (meeting.apart.length > 0) return;
    const { theme: _before, ...rest } = room.settings;
    const settings: RoomSettings = theme ? { ...rest, theme } : rest;
    if (!await desk.room({ settings })) return;
    if (!forNew || await desk.run('space.theme', { theme, ...(theme?.logo && { from: room.code }) })) say(t('host.saved'));
  };
  const shipped = SHIPPED.some(({ theme: one }) => same(one, theme));
  return (
    <section class="card look" aria-labelledby="look-title">
      <h2 id="look-title">{t('host.look')}</h2>
      <form onSubmit={(event) => { void save(event); }}>
        {meeting.apart.length > 0 && <LookClash meeting={meeting} form={form} insists={insists} />}
        <fieldset class="look-tiles">
          <legend class="sr-only">{t('host.look')}</legend>
          <Tile name="Clameur" theme={null} on={!theme?.light} pick={() => setTheme(wearing(null, logo))} />
          {SHIPPED.map(({ name, theme: one }) => (
            <Tile key={name} name={t(`host.look.${name}` as Key)} theme={one} on={same(one, theme)} pick={() => setTheme(wearing(one, logo))} />
          ))}
          {theme?.light && !shipped && <Tile name={t('host.look.own')} theme={theme} on pick={() => {}} />}
        </fieldset>
        <div class="buttons look-sides" role="group" aria-label={t('host.look.side')}>
          {(['light', 'dark'] as const).map((one) => (
            <button key={one} type="button" class="button quiet small" aria-pressed={side === one} onClick={() => setSide(one)}>{t(`host.look.${one}`)}</button>
          ))}
        </div>
        <LookPreview tokens={made} side={side} title={room.settings.title} ours={!theme?.light} />
        <LogoFields logo={logo} title={room.settings.title} set={setLogo} />
        {theme && palette && (
          <details>
            <summary>{t('host.look.change')}</summary>
            <Colours side={side} palette={palette} fault={fault} set={(field, colour) => set(side, field, colour)} />
            <label class="field">
              <span>{t('host.look.font')}</span>
              <select value={theme.font ?? 'plain'} onChange={(event) => setTheme({ ...theme, font: event.currentTarget.value as typeof FONTS[number] })}>
                {FONTS.map((font) => <option key={font} value={font}>{t(`host.look.font.${font}` as Key)}</option>)}
              </select>
            </label>
          </details>
        )}
        <div role="status">
          {fault && <Mend fault={fault} use={() => set(fault.field.split('.')[1] as Side, fault.field.split('.').slice(2).join('.'), fault.nearest!)} />}
        </div>
        {desk.model.you.value.role === 'owner' && (
          <label class="check"><input type="checkbox" checked={forNew} onChange={(event) => setForNew(event.currentTarget.checked)} />{t('host.look.new')}</label>
        )}
        <button type="submit" class="button quiet small" disabled={fault !== null}>{t('host.form.save')}</button>
      </form>
    </section>
  );
}
