/* SPDX-License-Identifier: Apache-2.0 */
/* Badge readers type what they read, as a keyboard would, and then Enter: by physical keys, so that the layout of the
 * device (AZERTY has its digits behind Shift) is of no matter. */

/** No hand types several keys in a row as fast as this. */
export const GAP_MS = 50;
const LEAST = 4;
const MOST = 64;

export interface Stroke {
  /** The physical key; old Android leaves it empty. */
  code: string;
  key: string;
  /** In ms, of the event itself: what the page did meanwhile does not make a reader slow. */
  at: number;
  /** Held down. */
  repeat?: boolean;
}

const SIGNS: Readonly<Record<string, string>> = {
  Minus: '-', NumpadSubtract: '-', Period: '.', NumpadDecimal: '.', Comma: ',', Slash: '/', NumpadDivide: '/', Equal: '=', NumpadAdd: '+',
  Semicolon: ';', Quote: '\'', Backquote: '`', BracketLeft: '[', BracketRight: ']', Backslash: '\\', IntlBackslash: '<', NumpadMultiply: '*', Space: ' ',
};
const BESIDES = /^(Shift|CapsLock|NumLock|Alt(Graph)?|Control)/;

const isEnter = ({ code, key }: Stroke): boolean => code === 'Enter' || code === 'NumpadEnter' || (code === '' && key === 'Enter');

function signOf({ code, key }: Stroke): string | null {
  const found = /^(?:Digit|Numpad)(\d)$|^Key([A-Z])$/.exec(code);
  if (found) return (found[1] ?? found[2])!;
  if (code === '') return /^[0-9a-z]$/i.test(key) ? key.toUpperCase() : null;
  return SIGNS[code] ?? null;
}

export class Wedge {
  private _text = '';
  private _last = -Infinity;

  /** Is what was typed last perhaps the beginning of a scan? */
  get begins(): boolean { return this._text.length === 1; }

  /** What was scanned, when this key ends a scan. */
  press(stroke: Stroke): string | null {
    const gap = stroke.at - this._last;
    const fast = gap >= 0 && gap <= GAP_MS;
    const text = this._text;
    if (isEnter(stroke)) {
      this._forget();
      return fast && text.length >= LEAST && text.length <= MOST ? text.trim() : null;
    }
    if (stroke.repeat) {
      this._forget();
    } else if (BESIDES.test(stroke.code || stroke.key)) {
      if (fast) this._last = stroke.at;
    } else {
      const sign = signOf(stroke);
      this._text = sign === null ? '' : (fast ? text : '') + sign;
      this._last = stroke.at;
    }
    return null;
  }

  private _forget(): void {
    this._text = '';
    this._last = -Infinity;
  }
}
