/* SPDX-License-Identifier: Apache-2.0 */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import { Mark } from '../Mark';
import { Qr } from '../Qr';
import type { Made } from './inviting';

/** Codes that are drawn in one go: thousands at once would hold the page. */
const AT_ONCE = 60;

interface Props { title: string; logo: string | undefined; made: readonly Made[]; done: () => void }

function Sheet({ title, logo, made, done }: Props) {
  const [n, setN] = useState(0);
  useEffect(() => {
    const next = setTimeout(() => { if (n < made.length) setN(n + AT_ONCE); else done(); });
    return () => clearTimeout(next);
  }, [n]);
  return (
    <>
      {made.slice(0, n).map(({ number, label, url }) => (
        <div class="invite-slip" key={number}>
          <Qr text={url} label="" />
          <div>
            {logo && <Mark title="" alt={logo} />}
            <b>{title}</b>
            <p>{label || t('host.invites.number', { n: number })}</p>
            <small>{t('host.invites.slip')}</small>
          </div>
        </div>
      ))}
    </>
  );
}

/** Invitations on paper, to be cut apart: beside the page, and seen by the printer alone. Resolves once it was printed. */
export function printSheet(title: string, logo: string | undefined, made: readonly Made[]): Promise<void> {
  const sheet = document.createElement('div');
  sheet.className = 'invite-sheet';
  sheet.setAttribute('aria-hidden', 'true');
  document.body.append(sheet);
  return new Promise((resolve) => {
    const done = () => {
      window.print();
      render(null, sheet);
      sheet.remove();
      resolve();
    };
    render(<Sheet title={title} logo={logo} made={made} done={done} />, sheet);
  });
}
