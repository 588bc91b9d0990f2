/* SPDX-License-Identifier: Apache-2.0 */
/* PDFs, made byte by byte. Also broken, locked and hostile ones. */

/** So long a server that others keep busy may take for a few pages: whoever draws them lets everyone go first. */
export const DRAWING_MS = 60_000;

const escaped = (text) => text.replace(/[\\()]/g, '\\$&');

/** What draws a page: its title in large letters, lines of smaller ones under it, on an area of one colour. */
export const drawn = (title, lines = [], colour = '0.15 0.2 0.5', [width, height] = [960, 540]) => [
  `${colour} rg 0 0 ${width} ${height} re f 1 g`,
  ...(title ? [`BT /F 64 Tf 60 ${height - 140} Td (${escaped(title)}) Tj ET`] : []),
  ...lines.map((line, at) => `BT /F 30 Tf 60 ${height - 220 - 50 * at} Td (${escaped(line)}) Tj ET`),
].join('\n');

/** Pages are what draws them, or `{ draws, size: [width, height] }`; `trailer` is put into the trailer. */
export function pdf(pages, { trailer = '', count = pages.length } = {}) {
  const things = ['<</Type/Catalog/Pages 2 0 R>>', '', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'];
  const kids = pages.map((page) => {
    const { draws = page, size: [width, height] = [960, 540] } = typeof page === 'string' ? {} : page;
    things.push(`<</Length ${draws.length}>>stream\n${draws}\nendstream`);
    things.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${things.length} 0 R/Resources<</Font<</F 3 0 R>>>>>>`);
    return `${things.length} 0 R`;
  });
  things[1] = `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${count}>>`;
  let out = '%PDF-1.4\n';
  const places = things.map((thing, at) => {
    const place = out.length;
    out += `${at + 1} 0 obj${thing}endobj\n`;
    return place;
  });
  const index = out.length;
  out += `xref\n0 ${things.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${out}trailer<</Root 1 0 R/Size ${things.length + 1}${trailer}>>\nstartxref\n${index}\n%%EOF\n`, 'latin1');
}

const junk = '<' + '41'.repeat(32) + '>';
/** Asks for a password that nobody told. */
export const locked = pdf([drawn('Secret')], {
  trailer: `/ID[<41><41>]/Encrypt<</Filter/Standard/V 1/R 2/O${junk}/U${junk}/P -4>>`,
});

/** Draws the same again and again, until its time is over: forms in forms, ten of each. */
export function endless() {
  const forms = 12;
  const things = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>', '<</Length 5>>stream\n/X Do\nendstream'];
  for (let at = 0; at < forms; at++) {
    const draws = at === forms - 1 ? '0 0 900 500 re f' : '/X Do '.repeat(10);
    const below = at === forms - 1 ? '' : `/Resources<</XObject<</X ${things.length + 2} 0 R>>>>`;
    things.push(`<</Type/XObject/Subtype/Form/BBox[0 0 960 540]${below}/Length ${draws.length}>>stream\n${draws}\nendstream`);
  }
  const body = things.map((thing, at) => `${at + 1} 0 obj${thing}endobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size ${things.length + 1}>>\n%%EOF\n`, 'latin1');
}

/** Says that its picture has more pixels than there is memory for. */
export function greedy() {
  const draws = '960 0 0 540 0 0 cm /X Do';
  const image = '<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 3>>stream\nabc\nendstream';
  const things = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>', `<</Length ${draws.length}>>stream\n${draws}\nendstream`, image];
  return Buffer.from(`%PDF-1.4\n${things.map((thing, at) => `${at + 1} 0 obj${thing}endobj\n`).join('')}trailer<</Root 1 0 R/Size 6>>\n%%EOF\n`, 'latin1');
}

const whole = pdf([drawn('One'), drawn('Two')]);
export const broken = {
  nothing: Buffer.alloc(0),
  'a mark and nothing else': Buffer.from('%PDF-1.7\n'),
  'no PDF': Buffer.from('%!PS-Adobe\nshowpage'),
  'a PDF without pages': pdf([], { count: 0 }),
  'a PDF that counts more pages than it has': pdf([], { count: 2_000_000_000 }),
  'a PDF that is cut off early': whole.subarray(0, 60),
  'a page as thin as a hair': pdf([{ draws: drawn('Thin'), size: [9600, 5] }]),
};
