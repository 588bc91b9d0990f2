/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Shown } from '../../lib/ideas';
import type { Idea, PostOk, Refusal } from '../../lib/protocol';
import { MergeInto } from '../merge/MergeInto';
import { useDesk, useStuck, type Desk } from './desk';
import type { Review } from './looking';
import { say } from './ui';

/** Undo acts on the idea as it is by then. */
async function unmerge(desk: Desk, review: Review, id: string): Promise<void> {
  const [idea] = await review.reader.read([id]);
  if (!idea?.into) return;
  const { into, version } = idea;
  if (await desk.run('idea.unmerge', { board: review.board, idea: id, version })) say(t('merge.undone'), null);
  await review.reader.read([id, into]);
}

/** Staff chooses what an idea shall be part of. */
export function MergeForm({ review, idea }: { review: Review; idea: Shown }) {
  const desk = useDesk();
  const merge = async (into: Idea): Promise<string | null> => {
    try {
      await desk.client.send<PostOk & Record<string, unknown>>(
        'idea.merge', { board: review.board, idea: idea.id, version: idea.version, into: into.id });
    } catch (refusal) {
      void review.reader.read([idea.id]);
      return (refusal as Refusal).code;
    }
    say(t('merge.done', { title: into.words.title }), () => { void unmerge(desk, review, idea.id); });
    await review.reader.read([idea.id, into.id]);
    return null;
  };
  return <MergeInto client={desk.client} board={review.board} idea={idea} merge={merge} onClose={() => { review.writing.value = null; }} />;
}

/** What is part of an idea, each with a way to part them again. */
export function Parts({ review, idea }: { review: Review; idea: Shown }) {
  const desk = useDesk();
  const stuck = useStuck();
  const ids = idea.with ?? [];
  const parts = ids.map((id) => review.ideas.byId.value[id]);
  const missing = ids.filter((_, i) => !parts[i]).join();
  useEffect(() => {
    if (missing !== '') review.reader.read(missing.split(',')).catch(() => { /* The next connection reads again. */ });
  }, [missing]);
  if (ids.length === 0) return null;
  return (
    <div class="parts">
      <p class="small-text muted">{t('merge.with')}</p>
      <ul>
        {parts.map((one) => (one ? (
          <li key={one.id}>
            <span>{one.words.title}{one.words.name ? <b> · {one.words.name}</b> : null}</span>
            <button type="button" class="button quiet small" disabled={stuck} aria-label={`${t('merge.part')}: ${one.words.title}`}
              onClick={() => { void unmerge(desk, review, one.id); }}>{t('merge.part')}</button>
          </li>
        ) : null))}
      </ul>
    </div>
  );
}
