/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';

/** A card that only tells. */
export function Notice({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card notice">
      <h1 class="title">{title}</h1>
      {children}
    </section>
  );
}
