/* SPDX-License-Identifier: Apache-2.0 */
import type { Answer, Refusal } from './protocol';

const API_DEADLINE_MS = 10_000;

export const AWAY: Refusal = { code: 'away', text: 'no answer' };

/** One command over HTTP, for pages that have no room yet. Rejects with a Refusal. */
export async function api<T = Record<string, unknown>>(cmd: string, fields: object): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), API_DEADLINE_MS);
  let answer: Answer;
  try {
    const reply = await fetch(`/api/v1/${cmd}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
      credentials: 'same-origin',
      signal: stop.signal,
    });
    answer = await reply.json() as Answer;
  } catch {
    throw AWAY;
  } finally {
    clearTimeout(timer);
  }
  if (answer.err) throw answer.err;
  return (answer.ok ?? {}) as T;
}
