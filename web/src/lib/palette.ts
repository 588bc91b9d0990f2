/* SPDX-License-Identifier: Apache-2.0 */
/* A room's look, as docs/PROTOCOL.md has it. */
export interface Palette {
  page: string;
  text: string;
  accent: string;
  options: string[];
}
export const FONTS = ['plain', 'round', 'warm', 'book', 'slab', 'narrow', 'code'] as const;
/** A picture of the room's. */
export interface LogoSide {
  id: string;
  width: number;
  height: number;
}
/** `alt` is what it says. Without `dark`, the light one stands on a plate in the dark. */
export interface Logo {
  alt: string;
  light: LogoSide;
  dark?: LogoSide;
}
/** Without `light` it has a logo, and the pages have their own colours. */
export interface Theme {
  font?: typeof FONTS[number];
  light?: Palette;
  dark?: Palette;
  logo?: Logo;
}
/** What a theme sets, as CSS; none of both without a theme. */
export interface ThemeTokens {
  light?: string;
  dark?: string;
}
