/* SPDX-License-Identifier: Apache-2.0 */
import { Connection } from '../Connection';
import { Mark } from '../Mark';
import { otherLang, t, tidy } from '../../lib/i18n';

interface Props {
  title: string;
  /** What its logo says, where it has one. */
  logo?: string | undefined;
  phase?: 'connecting' | 'live' | 'away';
  people?: number | null;
  /** Where the room's name leads. */
  href?: string;
  /** Where one finds what concerns oneself. */
  me?: string;
  rehearsal?: object | undefined;
}

/** Whose room it is, whether the page is live, how many are here, and the other language. */
export function Header({ title, logo, phase, people, href, me, rehearsal }: Props) {
  return (
    <>
    {rehearsal ? <p class="rehearsal">{t('rehearsal')}</p> : null}
    <header class="head">
      <Mark title={title} alt={logo} />
      <div class="who">
        <p class="room">{href ? <a href={href}>{tidy(title)}</a> : tidy(title)}</p>
        {phase ? (
          <p class="link">
            <Connection phase={phase} />
            {people != null && phase === 'live' ? <span class="people">{t('people', { n: people })}</span> : null}
          </p>
        ) : null}
      </div>
      {me ? <a class="lang me" href={me}>{t('notice.me')}</a> : null}
      <a class="lang" href={`?lang=${otherLang}`} lang={otherLang} hreflang={otherLang}>{t('lang.switch')}</a>
    </header>
    </>
  );
}
