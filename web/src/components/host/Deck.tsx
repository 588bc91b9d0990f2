/* SPDX-License-Identifier: Apache-2.0 */
import { useRef, useState } from 'preact/hooks';

import { t, type Key } from '../../lib/i18n';
import { newId } from '../../lib/id';
import type { Question } from '../../lib/protocol';
import { upload, type Refused } from '../../lib/sending';
import { useDesk, type Desk } from './desk';
import { say } from './ui';

const FILE_BYTES = 32 * 1024 * 1024;
const ID_CHARS = 12;

const WRONG: Readonly<Record<string, Key>> = {
  bad_pdf: 'host.deck.wrong.kind', locked_pdf: 'host.deck.wrong.locked', too_big: 'host.deck.wrong.size', too_many: 'host.deck.wrong.busy',
  slides: 'host.deck.wrong.pages', questions: 'host.deck.wrong.room', option_images: 'host.pic.wrong.limit', option_bytes: 'host.pic.wrong.limit',
};

/** The page that could not be made, behind the first. */
function wordsOf({ code, limit, page }: Refused & { page?: number }): string {
  if (code === 'bad_pdf' && (page ?? 1) > 1) return t('host.deck.wrong.page', { page: page! });
  return t(WRONG[limit ?? code] ?? 'host.deck.wrong.away');
}

const slidesOf = ({ model }: Desk, deck: string): Question[] => model.questions.value.filter(({ id }) => id.startsWith(`${deck}-`));

async function removeAll(desk: Desk, deck: string): Promise<void> {
  for (const { id, version } of slidesOf(desk, deck)) if (!await desk.run('question.remove', { question: id, version })) return;
  say(t('host.deck.removed'));
}

/** How far it is: on its way to the server, then page by page, as they come into the agenda. */
function Way({ deck, part, stop }: { deck: string; part: number; stop: () => void }) {
  const slides = slidesOf(useDesk(), deck);
  const def = slides[0]?.def;
  const pages = (def?.kind === 'slide' && def.pages) || 0;
  const words = pages > 0 ? t('host.deck.page', { at: slides.length, all: pages }) : t(part < 1 ? 'host.deck.sending' : 'host.deck.reading');
  return (
    <div class="deck-way">
      <span role="status">{words}</span>
      <progress max={1} value={pages > 0 ? slides.length / pages : part < 1 ? part : undefined} aria-label={words} />
      <button type="button" class="button quiet small" onClick={stop}>{t('host.deck.stop')}</button>
    </div>
  );
}

/** Slides, from a PDF. */
export function Deck() {
  const desk = useDesk();
  const [way, setWay] = useState<{ deck: string; part: number } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  // The same file again, after it failed, goes on where it was.
  const last = useRef({ file: '', deck: '' });
  const send = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    const name = `${file.name} ${file.size} ${file.lastModified}`;
    const deck = last.current.file === name ? last.current.deck : newId().slice(0, ID_CHARS);
    last.current = { file: name, deck };
    setWrong(null);
    setWay({ deck, part: 0 });
    try {
      if (file.size > FILE_BYTES) throw Object.assign(new Error('too big'), { code: 'too_big' });
      const { path } = await desk.client.send<{ path: string }>('deck.ticket', { id: deck });
      const { pages } = await upload<{ pages: number }>(path, file, (part) => setWay({ deck, part }));
      last.current = { file: '', deck: '' };
      say(t('host.deck.done', { n: pages }), () => { void removeAll(desk, deck); });
    } catch (refused) {
      const refusal = refused as Refused;
      if (refusal.code === 'closed') { // It was stopped; it would not begin again under this name.
        last.current = { file: '', deck: '' };
        say(t('host.deck.stopped'), () => { void removeAll(desk, deck); });
      } else setWrong(wordsOf(refusal));
    }
    setWay(null);
  };
  return (
    <div class="deck">
      {way
        ? <Way {...way} stop={() => { void desk.run('deck.stop', { id: way.deck }); }} />
        : (
          <label class="button quiet small file">
            {t('host.deck.add')}
            <input type="file" class="sr-only" accept="application/pdf,.pdf" onChange={(event) => { void send(event.currentTarget); }} />
          </label>
        )}
      {wrong && <p class="fault" role="alert">{wrong}</p>}
    </div>
  );
}
