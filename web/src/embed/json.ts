/* SPDX-License-Identifier: Apache-2.0 */
/* JSON as it is, on pages where some library had lists or objects write themselves otherwise (Array.prototype.toJSON): what is
 * sent and kept would be theirs. The build puts this in the place of the page's. */
const { parse, stringify } = globalThis.JSON;

const OWN = { value: undefined, enumerable: false };

/** A copy that no prototype says how to write. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Array.isArray(value) ? value.map(plain) : Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  return Object.defineProperty(copy, 'toJSON', OWN);
}

const own = { parse, stringify: (value: unknown): string => stringify(plain(value)) };
export { own as JSON };
