/* SPDX-License-Identifier: Apache-2.0 */
import type { Answer, Refusal } from './protocol';

const API_DEADLINE_MS = 10_000;

export const AWAY: Refusal = { code: 'away', text: 'no answer' };

export interface ApiOptions {
  /** Where the server is, as `https://vote.example.org`; without it, where the page came from. */
  server?: string | undefined;
  /** The device token to ask with; without it, the page's cookie. */
  token?: string | undefined;
}

/** One command over HTTP, for whoever has no connection. Rejects with a Refusal. */
export async function api<T = Record<string, unknown>>(cmd: string, fields: object, { server = '', token }: ApiOptions = {}): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), API_DEADLINE_MS);
  let answer: Answer;
  try {
    const reply = await fetch(`${server}/api/v1/${cmd}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
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
