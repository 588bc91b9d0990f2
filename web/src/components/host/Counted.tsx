/* SPDX-License-Identifier: Apache-2.0 */
/* A ranking counted in other ways: each option against each, and in rounds. */
import { useState } from 'preact/hooks';

import { number, t, tidy } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { PairsOk, Question, RankingDefinition, RunOffOk } from '../../lib/protocol';
import { letterOf } from '../Letter';
import { useDesk, useStuck } from './desk';

type Counted = { method: 'condorcet'; ok: PairsOk } | { method: 'runoff'; ok: RunOffOk };

const OUTCOMES = { winner: 'host.count.beats', tie: 'host.count.unbeaten', cycle: 'host.count.cycle' } as const;

const listed = ({ options }: RankingDefinition, places: readonly number[]): string =>
  places.map((place) => `${letterOf(place)} ${tidy(options[place]!)}`).join(', ');

function verdict(def: RankingDefinition, { method, ok }: Counted): string {
  if (method === 'condorcet') return t(OUTCOMES[ok.outcome], { options: listed(def, ok.best) });
  const options = listed(def, ok.winners);
  return ok.winners.length === 1 ? t('host.count.wins', { options, round: ok.rounds.length }) : t('host.count.tie', { options });
}

function Pairs({ def, ok }: { def: RankingDefinition; ok: PairsOk }) {
  return (
    <table>
      <caption>{t('host.count.pairs_how')}</caption>
      <thead>
        <tr><td />{def.options.map((_, place) => <th scope="col" key={place}>{letterOf(place)}</th>)}</tr>
      </thead>
      <tbody>
        {def.options.map((_, a) => (
          <tr key={a}>
            <th scope="row">{listed(def, [a])}</th>
            {def.options.map((__, b) => (
              <td key={b} class={ok.rather[a]![b]! > ok.rather[b]![a]! ? 'more' : ''}>{a === b ? '' : number(ok.rather[a]![b]!)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rounds({ def, ok }: { def: RankingDefinition; ok: RunOffOk }) {
  const last = ok.rounds.length - 1;
  return (
    <table>
      <caption>{t('host.count.rounds_how')}</caption>
      <thead>
        <tr><td />{ok.rounds.map((_, round) => <th scope="col" key={round}>{t('host.count.round', { round: round + 1 })}</th>)}</tr>
      </thead>
      <tbody>
        {def.options.map((_, place) => (
          <tr key={place}>
            <th scope="row">{listed(def, [place])}</th>
            {ok.rounds.map(({ counts, out }, round) => (
              <td key={round} class={round === last && ok.winners.includes(place) ? 'more' : ''}>
                {counts[place] === null ? '–' : number(counts[place]!)}
                {out.includes(place) ? <span class="out"> {t('host.count.out')}</span> : null}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row" class="muted">{t('host.count.exhausted')}</th>
          {ok.rounds.map(({ exhausted }, round) => <td key={round} class="muted">{number(exhausted)}</td>)}
        </tr>
      </tbody>
    </table>
  );
}

/** Who had equally few, and how it was settled. */
function Ties({ def, ok }: { def: RankingDefinition; ok: RunOffOk }) {
  const ties = ok.rounds.flatMap(({ tied, out }, round) => (tied.length > 0 ? [{ tied, out, round: round + 1 }] : []));
  return (
    <>
      {ties.map(({ tied, out, round }) => (
        <p class="muted small-text" key={round}>
          {t(out.length < tied.length ? 'host.count.settled' : 'host.count.together', { round, options: listed(def, tied) })}
        </p>
      ))}
    </>
  );
}

/** Below the result of a ranking that takes no more ballots. */
export function CountedOtherwise({ question, def }: { question: Question; def: RankingDefinition }) {
  const desk = useDesk();
  const stuck = useStuck();
  const [counted, setCounted] = useState<Counted | null>(null);
  const ask = async (method: Counted['method']) => {
    const ok = await desk.ask('question.count', { question: question.id, method });
    if (!ok) return;
    const next = { method, ok } as unknown as Counted;
    setCounted(next);
    announce(verdict(def, next));
  };
  return (
    <div class="counted">
      <div class="buttons">
        {(['condorcet', 'runoff'] as const).map((method) => (
          <button type="button" class="button quiet small" key={method} disabled={stuck} aria-pressed={counted?.method === method}
            onClick={() => { void ask(method); }}>{t(method === 'condorcet' ? 'host.count.pairs' : 'host.count.rounds')}</button>
        ))}
      </div>
      {counted && (
        <>
          <p><b>{verdict(def, counted)}</b> <span class="muted">{t('host.count.ballots', { n: counted.ok.ballots })}</span></p>
          <div class="wide-table" tabIndex={0} role="region" aria-label={t(counted.method === 'condorcet' ? 'host.count.pairs' : 'host.count.rounds')}>
            {counted.method === 'condorcet' ? <Pairs def={def} ok={counted.ok} /> : <Rounds def={def} ok={counted.ok} />}
          </div>
          {counted.method === 'runoff' && <Ties def={def} ok={counted.ok} />}
        </>
      )}
    </div>
  );
}
