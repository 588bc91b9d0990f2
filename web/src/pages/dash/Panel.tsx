/* SPDX-License-Identifier: Apache-2.0 */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

import { t } from '../../lib/i18n';
import type { Dash } from './dash';

export interface Table { head: readonly string[]; rows: () => readonly (readonly string[])[] }

/** A part of the dashboard, with its numbers as a table for who asks, and on paper. */
export function Panel({ dash, title, wide = false, table, children, beside }: {
  dash: Dash; title: string; wide?: boolean; table?: Table; children: ComponentChildren; beside?: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const shows = open || dash.printing.value;
  return (
    <section class={`panel${wide ? ' wide' : ''}`} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {beside}
      </header>
      {children}
      {table && (
        <button type="button" class="as-table" aria-expanded={shows} onClick={() => setOpen(!open)}>
          {t(open ? 'dash.table.hide' : 'dash.table')}<span class="sr-only"> – {title}</span>
        </button>
      )}
      {table && shows && (
        <div class={table.head.length === 2 ? 'scroll narrow' : 'scroll'} tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead><tr>{table.head.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
            <tbody>
              {table.rows().map((row, i) => (
                <tr key={i}>{row.map((cell, at) => (at === 0 ? <th key={at} scope="row">{cell}</th> : <td key={at}>{cell}</td>))}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Bars of numbers that belong together: of `whole`, or the longest of them. */
export function Bars({ rows, whole, steps = false }: { whole?: number | null; steps?: boolean; rows: readonly { name: string; n: number; told: string; place?: number; colour?: string; href?: string }[] }) {
  const most = whole ?? Math.max(1, ...rows.map(({ n }) => n));
  return (
    <ul class={steps ? 'bars steps' : 'bars'}>
      {rows.map(({ name, n, told, place, colour = place === undefined ? undefined : `var(--option-${place % 8})`, href }, at) => (
        <li key={at} style={{ '--part': String(n / most), ...(colour && { '--option': colour }) }}>
          <span class="bar-name">{href ? <a href={href}>{name}</a> : name}</span>
          <span class="bar-told">{told}</span>
          <span class="bar" aria-hidden="true"><i /></span>
        </li>
      ))}
    </ul>
  );
}
