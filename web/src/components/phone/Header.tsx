/* SPDX-License-Identifier: Apache-2.0 */
import { Connection } from '../Connection';
import { Mark } from '../Mark';
import { otherLang, t, tidy } from '../../lib/i18n';
import type { RoomSettings } from '../../lib/protocol';

interface Props {
  title: string;
  /** Of the room, once one is let in. */
  settings?: RoomSettings | undefined;
  phase?: 'connecting' | 'live' | 'away';
  people?: number | null;
  /** Where the room's name leads. */
  href?: string;
  /** Where one finds what concerns oneself. */
  me?: string;
}

/** Whose room it is, whether the page is live, how many are here, and the other language. */
export function Header({ title, settings, phase, people, href, me }: Props) {
  return (
    <>
      {settings?.rehearsal && <p class="rehearsal">{t('rehearsal')}</p>}
      <header class="head">
        <Mark title={title} alt={settings?.theme?.logo?.alt} />
        <div class="who">
          <p class="room">{href ? <a href={href}>{tidy(title)}</a> : tidy(title)}</p>
          {phase && (
            <p class="link">
              <Connection phase={phase} />
              {people != null && phase === 'live' && <span class="people">{t('people', { n: people })}</span>}
            </p>
          )}
        </div>
        {me && <a class="lang me" href={me}>{t('notice.me')}</a>}
        <a class="lang" href={`?lang=${otherLang}`} lang={otherLang} hreflang={otherLang}>{t('lang.switch')}</a>
      </header>
    </>
  );
}
