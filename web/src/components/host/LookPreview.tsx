/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { ThemeTokens } from '../../lib/palette';
import { Letter } from '../Letter';
import { optionStyle } from '../option';
import { styleOf } from './wearing';

const SHARES = [.62, .48, .3, .22, .14, .08];

interface Props { tokens: ThemeTokens; side: 'light' | 'dark'; title: string; ours: boolean }

/** A phone and a stage in the colours that are tried; `ours`: in those of no theme, whatever the console wears. */
export function LookPreview({ tokens, side, title, ours }: Props) {
  const style = styleOf(side === 'dark' ? tokens.dark ?? tokens.light : tokens.light);
  return (
    <div class={`look-preview ${side}${ours ? ' ours' : ''}`} style={style} aria-hidden="true">
      <div class="look-phone">
        <p><span class="mark">{[...title][0]}</span>{title}</p>
        <b>{t('host.look.sample')}</b>
        {SHARES.slice(0, 3).map((share, place) => (
          <span key={place} class="look-option" style={optionStyle(place)}>
            <i style={{ transform: `scaleX(${share})` }} /><Letter place={place} /><span>{t(`host.look.sample.${place}` as 'host.look.sample.0')}</span>
          </span>
        ))}
        <span class="button">{t('host.look.send')}</span>
      </div>
      <div class="look-stage">
        <b>{t('host.look.sample')}</b>
        {SHARES.map((share, place) => (
          <span key={place} class="look-row" style={optionStyle(place)}><i style={{ width: `${share * 100}%` }}>{Math.round(share * 100)}</i></span>
        ))}
      </div>
    </div>
  );
}
