/* SPDX-License-Identifier: Apache-2.0 */
/* Made by the build: the element's strings in both languages. */
declare module 'clameur:embed' {
  const strings: Readonly<Record<'en' | 'fr', Readonly<Record<string, string>>>>;
  export default strings;
}
declare module 'clameur:embed-css' {
  const css: string;
  export default css;
}
