/* SPDX-License-Identifier: Apache-2.0 */
import { Letter } from '../../../components/Letter';
import { t, tenth, tidy } from '../../../lib/i18n';
import { meanPlaces, type Place } from '../../../lib/places';
import type { GridDefinition } from '../../../lib/protocol';
import type { KindProps } from '../kinds';
import { Axes, Tokens } from './Square';

/** Where everybody put the options on average; until that may be seen, where this person did. */
export function GridResults({ session, question, def }: KindProps<GridDefinition>) {
  const tally = session.tally(question);
  const ballot = session.ballot(question);
  const means = meanPlaces(tally?.counts ?? [], tally?.voters ?? null);
  const mine: readonly Place[] = ballot && 'places' in ballot ? ballot.places : [];
  const shown = means.length > 0 ? means : mine;
  if (shown.length === 0) return tally?.counts ? <p class="mean">{t('join.no_votes')}</p> : null;
  return (
    <>
      <p class="mean">{t(means.length > 0 ? 'join.grid.mean' : 'join.grid.mine')}</p>
      <Axes def={def}><div class="square done"><Tokens places={shown} /></div></Axes>
      <ul class="things done">
        {def.options.map((text, option) => (
          <li class="thing" key={option}><span class="face"><Letter place={option} /><span class="text">{tidy(text)}
            <small>{place(shown[option]!, means.length > 0 ? mine[option] : undefined)}</small></span></span></li>
        ))}
      </ul>
    </>
  );
}

const words = ([across, up]: Place) => t('join.grid.spot', { across: tenth(across), up: tenth(up) });
const place = (at: Place, mine?: Place): string => (mine ? `${words(at)} · ${t('join.your_vote', { choice: `${mine[0]} / ${mine[1]}` })}` : words(at));
