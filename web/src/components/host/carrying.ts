/* SPDX-License-Identifier: Apache-2.0 */
/* Files out of a room and into it: a ticket by command, then the file itself over HTTP. */
import type { Answer, Refusal } from '../../lib/protocol';
import { AWAY } from '../../lib/api';
import type { Export } from '../../lib/formats';
import { wordsFor, type Desk } from './desk';
import { note } from './ui';

export const FILE_MOST = 8_388_608;

export interface RowFault { row: number; code: string; field?: string }
export interface Report { rows: number; new: number; known: number; over: number; bad: number; errors: RowFault[] }

/** The browser saves what the way leads to; the page stays. */
export async function download(desk: Desk, cmd: Export, fields: object): Promise<void> {
  const ok = await desk.ask<{ path: string }>(cmd, fields);
  if (!ok) return;
  const link = document.createElement('a');
  link.href = ok.path;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

/** Spreadsheets still write the encoding of old Windows: what is no UTF-8 is taken for that. */
export async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What became of a file, or, when it is only tried, what would; null when it was refused, which is said. */
export async function sendFile(desk: Desk, board: string, text: string, dry: boolean): Promise<Report | null> {
  const ok = await desk.ask<{ path: string }>('board.import', { board, dry });
  if (!ok) return null;
  let refused: Refusal = AWAY;
  try {
    const reply = await fetch(ok.path, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: text });
    const answer = await reply.json() as Answer;
    if (answer.ok) return answer.ok as unknown as Report;
    refused = answer.err ?? AWAY;
  } catch {
    /* Nobody answered. */
  }
  note.value = { text: wordsFor(refused), undo: null, bad: true };
  return null;
}
