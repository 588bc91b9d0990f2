/* SPDX-License-Identifier: Apache-2.0 */
import { useEffect, useRef } from 'preact/hooks';

import { Notice } from '../../components/phone/Notice';
import { t } from '../../lib/i18n';
import { Comments, Past, Report, Share, SupportForSomeone } from './later';
import { Card } from './Card';
import type { ViewProps } from './place';
import { isStaff } from './staff';
import { Together } from './Merged';

/** One idea at its own address. */
export function One({ place, board, id, phase }: ViewProps & { id: string }) {
  const idea = place.ideas.byId.value[id];
  const { kind } = board.def;
  const back = useRef<HTMLAnchorElement>(null);
  // Who came by the address starts at its top.
  useEffect(() => { if (place.hasMoved) back.current?.focus({ preventScroll: true }); }, []);
  // What was merged leads to what it is part of now, but for its author, who may undo that.
  const into = idea && !idea.gone && !idea.mine ? idea.into : undefined;
  useEffect(() => { if (into) place.follow(into); }, [into]);
  const all = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    place.go(null);
  };
  return (
    <section class="list" aria-label={idea && !idea.gone ? idea.words.title : t('board.gone')}>
      <p class="back"><a ref={back} href={place.address()} onClick={all}><span aria-hidden="true">← </span>{t(`board.all.${kind}`)}</a></p>
      {idea ? <ol class="cards"><Card place={place} board={board} id={id} alone /></ol> : null}
      {idea && !idea.gone && isStaff(place) && place.may(board).support ? <SupportForSomeone place={place} board={board} idea={id} /> : null}
      {idea && !idea.gone ? <Together place={place} idea={idea} /> : null}
      {idea && !idea.gone ? <Past place={place} board={board} idea={idea} /> : null}
      {idea && !idea.gone && idea.state === 'shown' ? <Share title={idea.words.title} path={place.address(id)} /> : null}
      {idea && !idea.gone && !idea.mine && idea.state === 'shown' ? <ReportIdea place={place} board={board} id={id} /> : null}
      {idea && !idea.gone ? <Comments place={place} board={board} idea={idea} key={id} /> : null}
      {!idea && place.reader.missing.value ? (
        <Notice title={t('board.missing')}><p>{t('board.missing_how')}</p></Notice>
      ) : null}
      {!idea && !place.reader.missing.value
        ? <p class="empty muted">{t(phase === 'away' ? 'board.offline_empty' : 'board.loading')}</p> : null}
    </section>
  );
}

function ReportIdea({ place, board, id }: Pick<ViewProps, 'place' | 'board'> & { id: string }) {
  return <div class="report-idea"><Report onSend={(why) => place.client.send('idea.report', { board: board.id, idea: id, why })} /></div>;
}
