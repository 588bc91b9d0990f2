/* SPDX-License-Identifier: Apache-2.0 */
/* Made by build.mjs: the strings of one page in one language, flat. */
declare module 'clameur:locale' {
  const strings: Readonly<Record<string, string>>;
  /** The language the page speaks, and the other one its button offers. */
  export const lang: string;
  export default strings;
}
