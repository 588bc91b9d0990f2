/* SPDX-License-Identifier: Apache-2.0 */
/* What the fields of each form are called where two hosts disagree about them. */
import { t, type Key } from '../../lib/i18n';
import type { Theme } from '../../lib/palette';
import type { BoardFields } from './aboutBoard';
import { Clash, type Words } from './Clash';
import type { Form } from './form';
import type { Meeting, Unit } from './meeting';

type Table<F> = Partial<Record<keyof F, readonly [Key, (form: F) => string]>>;

const wordsOf = <F,>(table: Table<F>): Words<F> => (unit: Unit<F>) => {
  const [name, says] = table[unit[0]!] ?? (['host.clash.rest', () => '…'] as const);
  return { name: t(name), says };
};
const yes = (on: boolean): string => t(on ? 'host.clash.yes' : 'host.clash.no');

/** A question's kind, with what there is to choose from. */
function asks({ kind, options, right, from, to, answer }: Form): string {
  const written = options.flatMap((option, at) => (option.trim() ? [`${kind === 'quiz' && right[at] ? '✓ ' : ''}${option}`] : []));
  const range = kind === 'scale' || kind === 'number' ? [`${from} – ${to}`] : [];
  return [t(`host.kind.${kind}` as Key), ...written, ...range, ...(kind === 'number' && answer !== null ? [`✓ ${answer}`] : [])].join('\n');
}

const QUESTION = wordsOf<Form>({
  title: ['host.form.title', ({ title }) => title],
  kind: ['host.clash.what', asks],
  low: ['host.clash.ends', ({ low, high, bottom, top }) => [low, high, bottom, top].filter(Boolean).join(' · ')],
  unit: ['host.form.unit', ({ unit }) => unit],
  duration: ['host.clash.quiz', ({ duration, points, speed }) => t('host.clash.quiz_says', { duration, points, speed: yes(speed) })],
  results: ['host.form.results', ({ results }) => t(`host.results.${results}`)],
  change: ['host.form.change', ({ change }) => yes(change)],
  hideVoters: ['host.form.hide_voters', ({ hideVoters }) => yes(hideVoters)],
  notes: ['host.notes', ({ notes }) => notes],
});
const BOARD = wordsOf<BoardFields>({
  title: ['host.board.title', ({ title }) => title],
  about: ['host.board.about', ({ about }) => about],
  names: ['host.board.names', ({ names }) => t(`host.names.${names}` as Key)],
  checked: ['host.board.checked', ({ checked }) => yes(checked)],
  comments: ['host.board.comments', ({ comments }) => yes(comments)],
  supports: ['host.board.supports', ({ supports }) => String(supports)],
  ideas: ['host.board.ideas', ({ ideas }) => String(ideas)],
  order: ['host.board.order', ({ order }) => t(`host.order.${order}` as Key)],
  tags: ['host.board.tags', ({ tags }) => tags],
  gates: ['host.gates', ({ gates }) => gates.map(({ kind, at }) => `${t(`host.gate.${kind}` as Key)}${at ? ` (${at})` : ''}`).join('\n')],
  groups: ['host.clash.groups', ({ groups }) => groups.filter(Boolean).join('\n')],
  rules: ['host.board.rules', ({ rules }) => rules],
  images: ['host.board.images', ({ images }) => t(`host.board.images.${images}`)],
});

export interface RoomForm { title: string; spoken: string }
const ROOM = wordsOf<RoomForm>({
  title: ['host.room.title', ({ title }) => title],
  spoken: ['host.room.lang', ({ spoken }) => (spoken === 'fr' ? 'Français' : 'English')],
});

export interface LookForm { theme: Theme | null }
const LOOK = wordsOf<LookForm>({
  theme: ['host.look', ({ theme }) => [
    ...(theme?.light ? [theme.light.page, theme.light.text, theme.light.accent, ...theme.light.options] : ['Clameur']), ...(theme?.logo ? [theme.logo.alt] : []),
  ].join(' ')],
});

interface Props<F> { meeting: Meeting<F>; form: F; insists: boolean }
export const QuestionClash = (props: Props<Form>) => <Clash {...props} words={QUESTION} />;
export const BoardClash = (props: Props<BoardFields>) => <Clash {...props} words={BOARD} />;
export const RoomClash = (props: Props<RoomForm>) => <Clash {...props} words={ROOM} />;
export const LookClash = (props: Props<LookForm>) => <Clash {...props} words={LOOK} />;
