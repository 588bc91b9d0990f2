/* SPDX-License-Identifier: Apache-2.0 */
import { Mark } from '../../components/Mark';
import { Qr } from '../../components/Qr';
import { spaced, typable } from '../../components/stage/JoinCard';
import { otherLang, t, tidy } from '../../lib/i18n';
import { mount, pageState } from '../../lib/page';

/** The poster hangs where people of both languages pass, so it speaks both whatever the page speaks. */
const WORDS = [
  {
    lang: 'fr', title: 'Donnez votre avis', scan: 'Scannez ce code avec votre téléphone',
    type: 'ou saisissez cette adresse et ce code :',
  },
  { lang: 'en', title: 'Have your say', scan: 'Scan this code with your phone', type: 'or type this address and code:' },
] as const;

const state = pageState();
const code = state.code ?? '';
const joinUrl = state.join_url || `${state.base_url}/j/${code}`;

function Poster() {
  const { title, theme } = state.room?.settings ?? {};
  const logo = theme?.logo?.alt;
  if (state.error === 'not_found' || code === '') return <h1 class="none">{t('poster.none')}</h1>;
  return (
    <>
      <div class="tools">
        <button type="button" class="button" onClick={() => window.print()}>{t('poster.print')}</button>
        <a class="button quiet" href={`?lang=${otherLang}`} lang={otherLang}>{t('lang.switch')}</a>
      </div>
      <article class="sheet">
        {logo && <Mark title="" alt={logo} />}
        <h1>
          {WORDS.map(({ lang, title: words }) => <span key={lang} lang={lang}>{words}</span>)}
        </h1>
        {title && <p class="event">{title}</p>}
        <Qr text={joinUrl} label={t('poster.qr')} />
        <div class="ways">
          {WORDS.map(({ lang, scan, type }) => (
            <p key={lang} lang={lang}><b>{scan}</b> {tidy(type)}</p>
          ))}
        </div>
        <p class={`address${state.base_url.length > 34 ? ' long' : ''}`}>{typable(state.base_url)}</p>
        <p class="code">{spaced(code)}</p>
      </article>
    </>
  );
}

mount(Poster, {});
