/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import { newId } from '../../lib/id';
import { t, tidy, type Key } from '../../lib/i18n';
import type { PlaceOk, PointsBoardOk, PointsRule, Room, RoomSettings, SelectionOk } from '../../lib/protocol';
import { useDesk } from './desk';
import { Modal } from './Modal';
import { say } from './ui';

type Rules = Partial<Record<PointsRule, number>>;

const RULES: readonly PointsRule[] = ['idea', 'comment', 'support', 'retained'];
const USUAL: Rules = { idea: 5, comment: 2, support: 1, retained: 20 };
const EACH_MOST = 1000;
const SELECT_MOST = 100;
const SHOWN = 20;

/** What the room gives, and who has most of it. */
export function Points({ room }: { room: Room }) {
  const given = room.settings.points;
  const [rules, setRules] = useState<Rules>(given ?? USUAL);
  const [gives, setGives] = useState(given !== undefined);
  const [shown, setShown] = useState(false);
  const desk = useDesk();
  const save = async (event: Event) => {
    event.preventDefault();
    const { points: _before, ...rest } = room.settings;
    const settings: RoomSettings = gives ? { ...rest, points: rules } : rest;
    if (await desk.room({ settings })) say(t('host.saved'));
  };
  return (
    <section class="card" aria-labelledby="points-title">
      <h2 id="points-title">{t('host.points')}</h2>
      <form onSubmit={(event) => { void save(event); }}>
        <label class="check">
          <input type="checkbox" checked={gives} onChange={(event) => setGives(event.currentTarget.checked)} />
          {t('host.points.on')}
        </label>
        {gives ? RULES.map((rule) => (
          <label class="field" key={rule}>
            <span>{t(`host.points.${rule}` as Key)}</span>
            <input type="number" min={0} max={EACH_MOST} required value={rules[rule] ?? 0}
              onInput={(event) => setRules({ ...rules, [rule]: Number(event.currentTarget.value) })} />
          </label>
        )) : null}
        <button type="submit" class="button quiet small">{t('host.form.save')}</button>
      </form>
      {given ? <button type="button" class="button quiet small" onClick={() => setShown(true)}>{t('host.points.show')}</button> : null}
      {shown ? <Ranks onClose={() => setShown(false)} /> : null}
    </section>
  );
}

/** The leaderboard as it is, and the choice of those who have most. */
function Ranks({ onClose }: { onClose: () => void }) {
  const desk = useDesk();
  const [ranks, setRanks] = useState<PointsBoardOk | null>(null);
  const [chosen, setChosen] = useState<SelectionOk | null>(null);
  const load = async (period: string) => {
    setChosen(null);
    const found = await desk.ask<PointsBoardOk>('points.board', { period, n: SHOWN });
    if (found) setRanks(found);
  };
  useEffect(() => { void load('all'); }, []);
  return (
    <Modal title={t('host.points.ranks')} onClose={onClose}>
      <div class="buttons">
        {(['all', 'month'] as const).map((period) => (
          <button key={period} type="button" class="button quiet small" aria-pressed={(ranks?.period === 'all') === (period === 'all')}
            onClick={() => { void load(period); }}>{t(`host.points.${period}` as Key)}</button>
        ))}
      </div>
      {ranks && !chosen ? <Places places={ranks.places} /> : null}
      {chosen ? <Chosen selection={chosen} /> : null}
      {ranks ? <Choose key={ranks.period} period={ranks.period} done={setChosen} /> : null}
    </Modal>
  );
}

function Places({ places }: { places: readonly PlaceOk[] }) {
  if (places.length === 0) return <p class="muted">{t('host.points.none')}</p>;
  return (
    <table class="places">
      <thead><tr><th>{t('host.points.place')}</th><th>{t('host.points.name')}</th><th>{t('host.points')}</th></tr></thead>
      <tbody>
        {places.map(({ place, points, name, who }, at) => (
          <tr key={at}><td>{place}</td><td>{name === null ? t('host.points.someone') : tidy(name)}{who ? <code> {who}</code> : null}</td><td>{points}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

/** What was chosen by which rule, so that it can be checked. */
function Chosen({ selection }: { selection: SelectionOk }) {
  return (
    <>
      <p>{t(`host.points.rule.${selection.ties}` as Key, { n: selection.n })}</p>
      <Places places={selection.chosen ?? []} />
      {selection.left_out > 0 ? <p class="muted">{t('host.points.left_out', { n: selection.left_out })}</p> : null}
      <p class="muted small-text">{t('host.points.upto', { upto: selection.upto })}</p>
    </>
  );
}

function Choose({ period, done }: { period: string; done: (selection: SelectionOk) => void }) {
  const desk = useDesk();
  const [n, setN] = useState(10);
  const [ties, setTies] = useState<'in' | 'out'>('in');
  const choose = async (event: Event) => {
    event.preventDefault();
    const selection = await desk.ask<SelectionOk>('points.select', { id: newId(), period, n, ties });
    if (selection) done(selection);
  };
  return (
    <form class="choose" onSubmit={(event) => { void choose(event); }}>
      <label class="field">
        <span>{t('host.points.n')}</span>
        <input type="number" min={1} max={SELECT_MOST} required value={n} onInput={(event) => setN(Number(event.currentTarget.value))} />
      </label>
      <label class="field">
        <span>{t('host.points.ties')}</span>
        <select value={ties} onChange={(event) => setTies(event.currentTarget.value as 'in' | 'out')}>
          <option value="in">{t('host.points.ties.in')}</option>
          <option value="out">{t('host.points.ties.out')}</option>
        </select>
      </label>
      <button type="submit" class="button small">{t('host.points.choose')}</button>
    </form>
  );
}
