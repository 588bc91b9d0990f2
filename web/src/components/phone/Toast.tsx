/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useState } from 'preact/hooks';

import type { Client } from '../../lib/client';
import { t, type Key } from '../../lib/i18n';
import { announce } from '../../lib/live';
import type { News } from '../../lib/protocol';

/** What became of a contribution, in words. */
export function newsWords({ what, mine, status }: News): string {
  const whose = mine ? 'mine' : 'theirs';
  return what === 'status' || what === 'merged' ? t(`notice.${whose}.status`, { status: t(`notice.status.${status}` as Key) })
    : t(`notice.${whose}.${what}` as Key);
}

/** What becomes of what one posted or supports, said once and calmly, and the way there. */
export function Toast({ client, code }: { client: Client; code: string }) {
  const [news, setNews] = useState<News | null>(null);
  useEffect(() => client.listen((heard) => {
    if (heard.ev !== 'notice') return;
    setNews(heard);
    announce(newsWords(heard));
  }), []);
  return news && (
    <aside class="toast">
      <a href={`/b/${code}/${news.board}/${news.idea}`}>{newsWords(news)}</a>
      <button type="button" aria-label={t('notice.close')} onClick={() => setNews(null)}>×</button>
    </aside>
  );
}
