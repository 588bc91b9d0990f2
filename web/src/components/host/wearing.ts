/* SPDX-License-Identifier: Apache-2.0 */

/** "--page:#ffffff;…" as the style of one element, which its children inherit. */
export function styleOf(tokens: string | undefined): Record<string, string> {
  return Object.fromEntries((tokens ?? '').split(';').filter((token) => token.startsWith('--'))
    .map((token) => [token.slice(0, token.indexOf(':')), token.slice(token.indexOf(':') + 1)]));
}
