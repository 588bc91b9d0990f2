/* SPDX-License-Identifier: Apache-2.0 */
/* Single-use invitations: made in pieces that fit into a message each, kept by whoever made them. */
import { newId } from '../../lib/id';
import type { Refusal } from '../../lib/protocol';

export const INVITES_MOST = 5_000;
const LABEL_MOST = 60;
const AT_ONCE = 100;
/** Of a message of 8192 bytes; quotes and what is escaped may double a label. */
const PIECE_BYTES = 3_500;

export interface Invite { number: number; label: string; created: number; used: number; revoked: number }
export interface InvitePage { total: number; used: number; revoked: number; more: boolean; invites: Invite[] }
export interface Made { number: number; label: string; url: string }
type Send = <T>(cmd: string, fields: object) => Promise<T>;

/** One a line, as in a column that was copied from a sheet; what is too long is cut. */
export const labelsOf = (text: string): string[] => text.split('\n').map((line) => [...line.trim()].slice(0, LABEL_MOST).join('')).filter(Boolean);

const bytesOf = (text: string): number => new TextEncoder().encode(text).length + 4;

export function pieces(labels: readonly string[]): string[][] {
  const all: string[][] = [];
  let bytes = PIECE_BYTES;
  for (const label of labels) {
    const last = all[all.length - 1];
    bytes += bytesOf(label);
    if (!last || bytes > PIECE_BYTES || last.length === AT_ONCE) { all.push([label]); bytes = bytesOf(label); } else last.push(label);
  }
  return all;
}

const pause = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
const PATIENCE = 5;

/** A piece whose answer was lost is asked for again by the same id, and is the same. */
async function makePiece(send: Send, labels: readonly string[]): Promise<{ number: number; secret: string }[]> {
  const id = newId();
  for (let tries = 1; ; tries++) {
    try {
      return (await send<{ invites: { number: number; secret: string }[] }>('invite.add', { id, labels })).invites;
    } catch (refused) {
      const { code, again_ms: again } = refused as Refusal;
      if (tries === PATIENCE || !['too_many', 'away', 'try_again'].includes(code)) throw refused;
      await pause(again ?? 1_000);
    }
  }
}

/** Tells of each piece as it is made: should one fail, those before it are there. */
export async function makeInvites(send: Send, labels: readonly string[], base: string, code: string, tell: (made: Made[]) => void): Promise<void> {
  for (const piece of pieces(labels)) {
    const invites = await makePiece(send, piece);
    tell(invites.map(({ number, secret }, at) => ({ number, label: piece[at] ?? '', url: `${base}/j/${code}#${secret}` })));
  }
}

/** Spreadsheets would run what begins so. */
const cell = (text: string): string => `"${(/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;

/** A sheet of links, with the sign between cells that spreadsheets of that language expect. */
export function csvOf(made: readonly Made[], heads: readonly string[], sign: string): string {
  const rows = made.map(({ number, label, url }) => [String(number), cell(label), cell(url)]);
  return `\uFEFF${[heads.map(cell), ...rows].map((row) => row.join(sign)).join('\r\n')}\r\n`;
}
