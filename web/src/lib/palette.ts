/* SPDX-License-Identifier: Apache-2.0 */
/* A room's look, as docs/PROTOCOL.md has it. */
export interface Palette {
  page: string;
  text: string;
  accent: string;
  options: string[];
}
export const FONTS = ['plain', 'round', 'warm', 'book', 'slab', 'narrow', 'code'] as const;
export interface Theme {
  font?: typeof FONTS[number];
  light: Palette;
  dark?: Palette;
  logo?: string;
}
/** What a theme sets, as CSS; none of both without a theme. */
export interface ThemeTokens {
  light?: string;
  dark?: string;
}
