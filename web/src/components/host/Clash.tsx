/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Meeting, Unit } from './meeting';

/** What a unit of the form is called, and what it says. */
export type Words<F> = (unit: Unit<F>) => { name: string; says: (form: F) => string };

interface ClashProps<F> { meeting: Meeting<F>; form: F; words: Words<F>; insists: boolean }

/** Somebody else saved what is being written here: said at once, with both versions where they differ. */
export function Clash<F extends object>({ meeting, form, words, insists }: ClashProps<F>) {
  const { apart, taken, theirs } = meeting;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (apart.length > 0 && place.current) { place.current.scrollIntoView({ block: 'nearest' }); if (insists) place.current.focus(); }
  }, [apart.length, insists]);
  const names = taken.map((unit) => words(unit).name).join(', ');
  return (
    <div role="alert">
      {apart.length + taken.length > 0 && (
        <section class="clash" ref={place} tabIndex={-1} aria-labelledby="clash-title">
          <h3 id="clash-title">{t('host.clash')}</h3>
          {taken.length > 0 && <p>{t('host.clash.taken', { names })}</p>}
          {apart.length > 0 && (
            <>
              <p>{t('host.clash.apart')}</p>
              <dl>
                {apart.map((unit) => {
                  const { name, says } = words(unit);
                  return (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd><b>{t('host.clash.mine')}</b><span>{says(form) || '–'}</span></dd>
                      <dd><b>{t('host.clash.theirs')}</b><span>{says(theirs) || '–'}</span></dd>
                    </div>
                  );
                })}
              </dl>
              <div class="buttons">
                <button type="button" class="button small" onClick={meeting.keep}>{t('host.clash.keep')}</button>
                <button type="button" class="button quiet small" onClick={meeting.yield}>{t('host.clash.yield')}</button>
              </div>
            </>
          )}
        </section>
      )}
    </div>
  );
}
