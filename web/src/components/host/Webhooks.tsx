/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { lang, t } from '../../lib/i18n';
import { newId } from '../../lib/id';
import { CopyField } from './CopyField';
import { useDesk } from './desk';
import { asking } from './ui';

const EVENTS = ['idea.posted', 'idea.status', 'gate', 'board.moved', 'comment.posted', 'device.flagged'] as const;
type HookEvent = typeof EVENTS[number];
interface Hook { hook: string; url: string; events: HookEvent[]; created: number; tries: number; next: number }
interface Delivery { id: string; event: HookEvent | 'hook.test'; at: number; code: number; why: string; tries: number; done: boolean }

const moment = new Intl.DateTimeFormat(lang === 'qps' ? 'en' : lang, { dateStyle: 'short', timeStyle: 'medium' });
/** So long after a test the log is read again. */
const LOG_MS = 1_500;

function Log({ entries }: { entries: readonly Delivery[] }) {
  if (entries.length === 0) return <p class="muted small-text">{t('host.hook.no_log')}</p>;
  return (
    <div class="hook-log" tabIndex={0} role="region" aria-label={t('host.hook.log')}>
      <table>
        <thead><tr><th>{t('host.hook.when')}</th><th>{t('host.hook.event')}</th><th>{t('host.hook.answer')}</th><th>{t('host.hook.tries')}</th></tr></thead>
        <tbody>
          {entries.map((one) => (
            <tr key={`${one.id} ${one.tries}`}>
              <td>{moment.format(one.at)}</td><td><code>{one.event}</code></td><td>{one.code || one.why}{one.done && one.code < 300 ? ' ✓' : ''}</td><td>{one.tries}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ hook, test, remove }: { hook: Hook; test: () => void; remove: () => void }) {
  const desk = useDesk();
  const [entries, setEntries] = useState<readonly Delivery[] | null>(null);
  const read = async () => {
    const read = await desk.ask<{ log: Delivery[] }>('hook.log', { hook: hook.hook });
    if (read) setEntries(read.log);
  };
  return (
    <li>
      <span>
        <b class="hook-url">{hook.url}</b>
        <span class="muted small-text">{hook.events.join(' · ')}{hook.tries > 0 ? <> · <b class="wrong">{t('host.hook.waits', { n: hook.tries })}</b></> : null}</span>
      </span>
      <div class="buttons">
        <button type="button" class="button quiet small" onClick={() => { test(); setTimeout(() => { void read(); }, LOG_MS); }}>{t('host.hook.test')}</button>
        <button type="button" class="button quiet small" aria-expanded={entries !== null} onClick={() => (entries ? setEntries(null) : void read())}>{t('host.hook.log')}</button>
        <button type="button" class="button quiet small" onClick={remove}>{t('host.remove')} <span class="sr-only">{hook.url}</span></button>
      </div>
      {entries ? <Log entries={entries} /> : null}
    </li>
  );
}

/** Addresses that are told what happens in the room. */
export function Webhooks() {
  const desk = useDesk();
  const [hooks, setHooks] = useState<readonly Hook[]>([]);
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly HookEvent[]>(EVENTS);
  const [secret, setSecret] = useState<string | null>(null);
  const isLive = desk.model.link.value.phase === 'live';
  const load = async () => {
    const listed = await desk.ask<{ hooks: Hook[] }>('hook.list', {});
    if (listed) setHooks(listed.hooks);
  };
  useEffect(() => { if (isLive) void load(); }, [isLive]);
  const add = async (event: Event) => {
    event.preventDefault();
    const made = await desk.ask<{ secret: string }>('hook.add', { id: newId(), url: url.trim(), events: EVENTS.filter((one) => events.includes(one)) });
    if (!made) return;
    setSecret(made.secret);
    setUrl('');
    await load();
  };
  const remove = ({ hook, url: address }: Hook) => {
    asking.value = {
      title: t('host.hook.ask'), text: address, yes: t('host.remove'),
      run: () => { void desk.run('hook.remove', { hook }).then(load); },
    };
  };
  return (
    <section class="card" aria-labelledby="hooks-title">
      <h2 id="hooks-title">{t('host.hooks')}</h2>
      <p class="muted small-text">{t('host.hooks.about')}</p>
      <form onSubmit={(event) => { void add(event); }}>
        <label class="field">
          <span>{t('host.hook.url')}</span>
          <input type="url" value={url} maxLength={500} placeholder="https://" required onInput={(event) => setUrl(event.currentTarget.value)} />
        </label>
        <fieldset class="hook-events">
          <legend>{t('host.hook.events')}</legend>
          {EVENTS.map((one) => (
            <label class="check" key={one}>
              <input type="checkbox" checked={events.includes(one)}
                onChange={(event) => setEvents(event.currentTarget.checked ? [...events, one] : events.filter((held) => held !== one))} />
              {t(`host.hook.on.${one}`)}
            </label>
          ))}
        </fieldset>
        <div class="buttons"><button type="submit" class="button small" disabled={events.length === 0}>{t('host.hook.add')}</button></div>
      </form>
      {secret ? <div class="made"><p>{t('host.hook.secret')}</p><CopyField words={t('host.hook.secret_field')} value={secret} /></div> : null}
      {hooks.length > 0 ? (
        <ul class="links hooks">
          {hooks.map((hook) => (
            <Row key={hook.hook} hook={hook} test={() => { void desk.run('hook.test', { hook: hook.hook }); }} remove={() => remove(hook)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
