/* SPDX-License-Identifier: Apache-2.0 */
/* Keyed hashes of what is never kept itself. By a library, since browsers have crypto.subtle over https alone. */
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { utf8ToBytes } from '@noble/hashes/utils';

/** Of a badge; as long as an id of a participant. */
const BADGE_BYTES = 16;

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function bytesOf(text: string): Uint8Array {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

const keyed = (key: string, text: string): Uint8Array => hmac(sha256, bytesOf(key), utf8ToBytes(text));

/** Who a badge stands for: the same on every kiosk of the space, and not to be turned back into its number. */
export const personOfBadge = (key: string, number: string): string =>
  base64url(keyed(key, `badge:${number}`).slice(0, BADGE_BYTES));

/** Somebody who was never here. */
export const freshPerson = (): string => base64url(crypto.getRandomValues(new Uint8Array(BADGE_BYTES)));
