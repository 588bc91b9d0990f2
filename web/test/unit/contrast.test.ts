/* SPDX-License-Identifier: Apache-2.0 */
/* axe sees no contrast over bars and layers, so the tokens are judged by calculation. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

type Rgb = [number, number, number];
type Tokens = Record<string, string>;

const css = readFileSync(`${process.cwd()}/src/themes/tokens.css`, 'utf8');
const read = (text: string): Tokens => Object.fromEntries(
  [...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]));
const split = css.indexOf('@media (prefers-color-scheme: dark)');
const light = read(css.slice(0, split));
const THEMES: Record<string, Tokens> = { light, dark: { ...light, ...read(css.slice(split)) } };

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const over = (top: Rgb, under: Rgb, alpha: number): Rgb =>
  top.map((part, at) => part * alpha + under[at]! * (1 - alpha)) as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXT: [text: string, on: string][] = [
  ['text', 'page'], ['text', 'card'], ['text', 'sunken'], ['text', 'accent-soft'], ['muted', 'page'], ['muted', 'card'],
  ['muted', 'sunken'], ['good', 'card'], ['good', 'good-soft'], ['warn', 'warn-soft'], ['warn', 'card'],
  ['bad', 'card'], ['bad', 'bad-soft'], ['on-accent', 'accent'], ['accent', 'card'], ['accent', 'page'],
];
const EDGES: [edge: string, on: string][] = [
  ['outline', 'card'], ['outline', 'page'], ['star', 'card'], ['accent', 'card'], ['good-dot', 'card'], ['warn-dot', 'page'],
];

for (const [name, tokens] of Object.entries(THEMES)) {
  const colour = (token: string) => rgb(tokens[token]!);
  const options = Array.from({ length: 8 }, (_, place) => `option-${place}`);

  test(`${name}: text has 4.5:1 on what it stands on`, () => {
    for (const [text, on] of TEXT) {
      const ratio = contrast(colour(text), colour(on));
      assert.ok(ratio >= 4.5, `${text} on ${on}: ${ratio.toFixed(2)}`);
    }
  });

  test(`${name}: edges that carry meaning have 3:1`, () => {
    for (const [edge, on] of EDGES) {
      const ratio = contrast(colour(edge), colour(on));
      assert.ok(ratio >= 3, `${edge} on ${on}: ${ratio.toFixed(2)}`);
    }
  });

  test(`${name}: letters have 7:1 on their option's colour`, () => {
    for (const option of options) {
      const ratio = contrast(colour('on-option'), colour(option));
      assert.ok(ratio >= 7, `${option}: ${ratio.toFixed(2)}`);
    }
  });

  test(`${name}: text has 4.5:1 over every bar`, () => {
    for (const option of options) {
      const bar = over(colour(option), colour('card'), Number(tokens['bar-strength']));
      const ratio = contrast(colour('text'), bar);
      assert.ok(ratio >= 4.5, `text over ${option}: ${ratio.toFixed(2)}`);
    }
  });
}
