/* SPDX-License-Identifier: Apache-2.0 */

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 12;

/** An id made here, so that a command sent twice makes one thing. Works on plain http, where randomUUID does not. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(LENGTH));
  return Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
