/* SPDX-License-Identifier: Apache-2.0 */

/** Whose room it is at a glance: its initial, or its logo, which the theme's rules draw; `alt` is what that says. */
export function Mark({ title, alt }: { title: string; alt?: string | undefined }) {
  return <span class={alt ? 'mark logo' : 'mark'} role={alt ? 'img' : undefined} aria-label={alt} aria-hidden={!alt}>{[...title.trim()][0]?.toUpperCase()}</span>;
}
