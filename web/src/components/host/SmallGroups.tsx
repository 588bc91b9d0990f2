/* SPDX-License-Identifier: Apache-2.0 */
import { dateWords } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Room } from '../../lib/protocol';
import { useDesk, useStuck } from './desk';
import { asking, say } from './ui';

/** Where everyone is invited, groups may be told however small they are: said to everyone, and for what is opened from then on. */
export function SmallGroups({ room: { small_groups: since } }: { room: Room }) {
  const desk = useDesk();
  const stuck = useStuck();
  const set = async (on: boolean) => { if (await desk.room({ small_groups: on })) say(t('host.saved')); };
  const begin = () => {
    asking.value = { title: t('host.small.ask'), text: t('host.small.ask_text'), yes: t('host.small.start'), run: () => { void set(true); } };
  };
  return (
    <div class="small-switch">
      <h3>{t('host.small')}</h3>
      <p class="muted small-text">{since ? t('host.small.on', { when: dateWords(since, { dateStyle: 'medium', timeStyle: 'short' }) }) : t('host.small.off')}</p>
      <button type="button" class="button quiet small" disabled={stuck} onClick={() => { if (since) void set(false); else begin(); }}>
        {t(since ? 'host.small.stop' : 'host.small.start')}
      </button>
    </div>
  );
}
