/* SPDX-License-Identifier: Apache-2.0 */
/* Made by build.mjs: the strings of one page in one language, flat. */
/** The page's other language, for pages that change it in place. */
declare module 'clameur:other' {
  const strings: Readonly<Record<string, string>>;
  export default strings;
  export const lang: string;
}

declare module 'clameur:locale' {
  const strings: Readonly<Record<string, string>>;
  /** The language the page speaks, and the other one its button offers. */
  export const lang: string;
  export default strings;
}

/** Where the part of this page is that is loaded on demand. */
declare module 'clameur:more' {
  export const more: string;
}
/** What the page is made of, in eight characters. */
declare module 'clameur:version' {
  export const version: string;
}
/** The styles of that part. */
declare module 'clameur:css' {
  const css: string;
  export default css;
}
