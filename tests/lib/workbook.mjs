/* SPDX-License-Identifier: Apache-2.0 */
/* A small reader of workbooks (XLSX), so that the writer is not its own judge. */
import { inflateRawSync } from 'node:zlib';

const CENTRAL = 0x02014b50;
const END = 'PK\x05\x06';

/** Name → bytes of a zip's files, by its central directory. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from(END, 'latin1'));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new Error('no file where the directory has one');
    const [packed, name, extra, comment] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + packed);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data);
    at += 46 + name + extra + comment;
  }
  return files;
}

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const column = (name) => [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function readRows(xml) {
  return [...xml.matchAll(/<row [^>]*>([^]*?)<\/row>/g)].map(([, row]) => {
    const cells = [];
    for (const [, place, kind, inside] of row.matchAll(/<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?>([^]*?)<\/c>/g)) {
      if (inside.includes('<f>')) throw new Error(`a formula: ${inside}`);
      const text = /<t[^>]*>([^]*)<\/t>/.exec(inside)?.[1];
      cells[column(place)] = kind === 'inlineStr' ? unescape(text) : Number(/<v>(.*)<\/v>/.exec(inside)[1]);
    }
    return cells;
  });
}

/** [{name, rows: [{column: value}]}], by the names in each sheet's first row; empty cells are left out. */
export function readWorkbook(bytes) {
  const files = unzip(bytes);
  const names = [...files.get('xl/workbook.xml').toString().matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => unescape(name));
  return names.map((name, at) => {
    const [columns = [], ...rows] = readRows(files.get(`xl/worksheets/sheet${at + 1}.xml`).toString());
    return { name, columns, rows: rows.map((cells) => Object.fromEntries(columns.map((key, i) => [key, cells[i]]).filter(([, cell]) => cell !== undefined))) };
  });
}
