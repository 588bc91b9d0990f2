/* SPDX-License-Identifier: Apache-2.0 */
import { t } from '../../lib/i18n';
import type { Desk } from './desk';
import { say } from './ui';

/** Whoever wrote an idea posts nothing more; undone by what staff knows them by. */
export async function ban(desk: Desk, board: string, idea: string): Promise<void> {
  const ok = await desk.ask<{ ban: string }>('room.ban', { board, idea });
  if (!ok) return;
  say(t('host.review.banned'), () => {
    void desk.run('room.unban', { ban: ok.ban }).then((done) => { if (done) say(t('host.review.unbanned')); });
  });
}
