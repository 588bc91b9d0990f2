/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { dateWords } from '../../../lib/dates';
import { number, t, type Key } from '../../../lib/i18n';
import type { Kiosk } from '../kiosk';
import { offline } from '../offline';
import { isPin, restsFor } from './pin';

const AWAY_MS = 60_000;
const PIN_MOST = 8;

/** What is staff's, behind their PIN; it works without a network. */
export function Staff({ kiosk, free }: { kiosk: Kiosk; free: () => void }) {
  const [isIn, setIn] = useState(!kiosk.device.value?.set.pin_hash);
  const box = useRef<HTMLDivElement>(null);
  const close = () => { kiosk.staff.value = false; };
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('button')?.focus();
    // Whoever forgets it leaves nothing open.
    const timer = setTimeout(close, AWAY_MS);
    return () => clearTimeout(timer);
  }, [isIn]);
  return (
    <div class="veil" role="dialog" aria-modal="true" aria-label={t('kiosk.staff')}>
      <div class="sheet staff" ref={box}>
        {isIn ? <Panel kiosk={kiosk} free={free} close={close} /> : <Pin kiosk={kiosk} good={() => setIn(true)} close={close} />}
      </div>
    </div>
  );
}

function Pin({ kiosk, good, close }: { kiosk: Kiosk; good: () => void; close: () => void }) {
  const [pin, setPin] = useState('');
  const [said, setSaid] = useState<Key>('kiosk.pin.how');
  const [rest, setRest] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const look = async (otherwise: Key) => {
    const ms = await restsFor(kiosk.keep, Date.now());
    setRest(Math.ceil(ms / 1000));
    setSaid(ms > 0 ? 'kiosk.pin.rest' : otherwise);
  };
  useEffect(() => {
    void look('kiosk.pin.how');
    const timer = setInterval(() => setRest((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  const check = async () => {
    setPin('');
    setBusy(true);
    if (await isPin(kiosk.device.value!, kiosk.keep, pin)) { good(); return; }
    await look('kiosk.pin.wrong');
    setBusy(false);
  };
  const words = rest > 0 ? t('kiosk.pin.rest', { time: `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}` })
    : t(isBusy ? 'kiosk.pin.busy' : said === 'kiosk.pin.rest' ? 'kiosk.pin.how' : said);
  return (
    <>
      <h2>{t('kiosk.pin')}</h2>
      <p class="dots" role="status"><span class="sr-only">{t('kiosk.pin.n', { n: pin.length })}</span><span aria-hidden="true">{'●'.repeat(pin.length) || '○○○○'}</span></p>
      <p>{words}</p>
      <div class="pad">
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => <button type="button" class="key" key={digit} onClick={() => setPin((pin + digit).slice(0, PIN_MOST))}>{digit}</button>)}
        <button type="button" class="key" aria-label={t('kiosk.keys.back')} onClick={() => setPin(pin.slice(0, -1))}>⌫</button>
        <button type="button" class="key" onClick={() => setPin(`${pin}0`.slice(0, PIN_MOST))}>0</button>
        <button type="button" class="key go" aria-label={t('kiosk.pin.go')} disabled={pin.length < 4 || isBusy || rest > 0} onClick={() => { void check(); }}>✓</button>
      </div>
      <button type="button" class="button quiet" onClick={close}>{t('kiosk.staff.back')}</button>
    </>
  );
}

const timeOf = (at: number): string => (at ? dateWords(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }) : '–');

function Panel({ kiosk, free, close }: { kiosk: Kiosk; free: () => void; close: () => void }) {
  const { outbox, device, client } = kiosk;
  const refused = Object.entries(outbox.refused.value);
  const rows: [Key, string][] = [
    ['kiosk.staff.link', t(`link.${client.model.link.value.phase}`)],
    ['kiosk.staff.waiting', number(outbox.waiting.value)],
    ['kiosk.staff.sent', timeOf(outbox.sent.value)],
    ['kiosk.staff.version', kiosk.version],
    ['kiosk.staff.offline', t(offline.value === 'ready' ? 'kiosk.staff.offline.yes' : 'kiosk.staff.offline.no')],
  ];
  const leave = () => {
    free();
    kiosk.wipe();
    kiosk.staff.value = false;
    kiosk.screen.value = 'left';
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
    // A window that never went anywhere may be closed by its page; scripts/kiosk takes that for the end.
    setTimeout(() => window.close(), 100);
  };
  return (
    <>
      <h2>{device.value!.name}</h2>
      {device.value!.place ? <p>{device.value!.place}</p> : null}
      <dl>
        {rows.map(([key, text]) => <div key={key}><dt>{t(key)}</dt><dd>{text}</dd></div>)}
        {refused.map(([why, n]) => <div key={why}><dt>{t('kiosk.staff.refused', { why: t(REASON[why] ?? 'kiosk.why.other') })}</dt><dd>{number(n)}</dd></div>)}
      </dl>
      {device.value!.set.pin_hash ? null : <p>{t('kiosk.setup.no_pin')}</p>}
      <div class="staff-row">
        <button type="button" class="button" onClick={close}>{t('kiosk.staff.back')}</button>
        <button type="button" class="button quiet" onClick={() => location.reload()}>{t('kiosk.staff.reload')}</button>
        {device.value!.set.pin_hash ? <button type="button" class="button quiet" onClick={leave}>{t('kiosk.staff.leave')}</button> : null}
      </div>
    </>
  );
}

const REASON: Readonly<Record<string, Key>> = {
  closed: 'kiosk.why.closed', round_over: 'kiosk.why.round_over', stale: 'kiosk.why.again', final: 'kiosk.why.again', spent: 'kiosk.why.spent', not_found: 'kiosk.why.not_found',
};
