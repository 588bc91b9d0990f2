/* SPDX-License-Identifier: Apache-2.0 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Qr } from '../../components/Qr';
import { t } from '../../lib/i18n';
import type { Fleet, Made } from './fleet';

/** A link that makes a device a kiosk: shown once, as it is kept nowhere. */
export function Enrol({ fleet }: { fleet: Fleet }) {
  const [name, setName] = useState('');
  const [place, setPlace] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const made = fleet.made.value;
  const places = [...new Set((fleet.devices.value ?? []).map((device) => device.place))].filter(Boolean);
  if (made) return <Link fleet={fleet} made={made} />;
  const send = (event: Event) => {
    event.preventDefault();
    void fleet.enrol(name.trim(), place.trim());
  };
  return (
    <section class="card enrol" aria-label={t('fleet.enrol')}>
      <form class="form" onSubmit={send}>
        <div class="labelled"><label for="new-name">{t('fleet.field.name')}</label>
          <input id="new-name" ref={first} class="field" type="text" autoComplete="off" maxLength={40} required value={name} placeholder={t('fleet.name_like')}
            onInput={(event) => setName(event.currentTarget.value)} /></div>
        <div class="labelled"><label for="new-place">{t('fleet.field.place')}</label>
          <input id="new-place" class="field" type="text" autoComplete="off" maxLength={40} list="places" value={place} placeholder={t('fleet.place_like')}
            onInput={(event) => setPlace(event.currentTarget.value)} /></div>
        <datalist id="places">{places.map((one) => <option key={one} value={one} />)}</datalist>
        <p class="deeds">
          <button type="submit" class="button" aria-disabled={fleet.busy.value}>{t('fleet.make')}</button>
          <button type="button" class="button quiet" onClick={() => fleet.show(null)}>{t('fleet.cancel')}</button>
        </p>
      </form>
    </section>
  );
}

function Link({ fleet, made }: { fleet: Fleet; made: Made }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const copy = () => {
    field.current?.select();
    // Over plain http there is no clipboard to ask.
    const done = navigator.clipboard ? navigator.clipboard.writeText(made.url).then(() => true, () => false) : Promise.resolve(document.execCommand('copy'));
    void done.then(setCopied);
  };
  return (
    <section class="card enrol made" aria-label={t('fleet.link')}>
      <Qr text={made.url} label={t('fleet.qr', { name: made.name })} />
      <div class="made-words">
        <h2>{t('fleet.made', { name: made.name })}</h2>
        <p>{t('fleet.made_how')}</p>
        <label for="made-link">{t('fleet.link')}</label>
        <input id="made-link" ref={field} class="field" type="text" readOnly value={made.url} onFocus={(event) => event.currentTarget.select()} />
        <p class="deeds">
          <button type="button" class="button" onClick={copy}>{t(copied ? 'fleet.copied' : 'fleet.copy')}</button>
          <button type="button" class="button quiet" onClick={() => { fleet.show(null); fleet.show({ what: 'enrol', of: '' }); }}>{t('fleet.another')}</button>
          <button type="button" class="button quiet" onClick={() => fleet.show(null)}>{t('fleet.done')}</button>
        </p>
        <p class="hint">{t('fleet.made_https')}</p>
      </div>
    </section>
  );
}
