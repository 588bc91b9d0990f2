// SPDX-License-Identifier: Apache-2.0

export const number = (value, decimals = 0) =>
  value === undefined ? "–" : value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A table in Markdown; all columns but the first are right-aligned. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i ? "--:" : "---"))), ...rows.map(line)].join("\n");
}

/** The median of a figure of a digest, and of the ratios beside another. */
export const figure = (part, name, of, key) => part.figures[name]?.[of]?.[key]?.median;
export const ratio = (part, name, of, beside, key) => part.ratios[name]?.[of]?.[beside]?.[key]?.median;
export const times = (value) => (value === undefined ? "–" : `${number(value, 2)}×`);
