/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures, made byte by byte, so that a test knows all that is in them. Also hostile ones. */
import { deflateSync } from 'node:zlib';

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => (bytes.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), -1) ^ -1) >>> 0;

const chunk = (name, data) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

const pngHead = (width, height, depth, colour) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  head[9] = colour;
  return chunk('IHDR', head);
};

const PNG_MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A PNG whose pixel at x, y is `colour(x, y)`: [red, green, blue, alpha]. `more` are chunks: [name, bytes]. */
export function png(width, height, colour = (x, y) => [(x * 7) & 255, (y * 5) & 255, 90, 255], more = []) {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set(colour(x, y), y * (width * 4 + 1) + 1 + 4 * x);
  return Buffer.concat([PNG_MAGIC, pngHead(width, height, 8, 6), ...more.map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** One of a few kilobytes that would be `width` × `height` white pixels. */
export function pngBomb(width, height) {
  const rows = Buffer.alloc(Math.ceil(width / 8 + 1) * height);
  return Buffer.concat([PNG_MAGIC, pngHead(width, height, 1, 0), chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))]);
}

/** A GIF of one colour a frame, 4 × 4 pixels: red first, then blue. */
export function gif(frames = 2) {
  const head = [...Buffer.from('GIF89a'), 4, 0, 4, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255];
  // 16 pixels of one index at 3 bits a code: clear, then each pixel with another clear before the code grows.
  const data = (index) => {
    const codes = [4];
    for (let i = 0; i < 16; i++) codes.push(index, ...(i % 2 ? [4] : []));
    codes.push(5);
    const bytes = [];
    let bits = 0, n = 0;
    for (const code of codes) {
      bits |= code << n;
      n += 3;
      for (; n >= 8; n -= 8, bits >>= 8) bytes.push(bits & 255);
    }
    return n > 0 ? [...bytes, bits & 255] : bytes;
  };
  const body = [];
  for (let i = 0; i < frames; i++) {
    const bytes = data(i % 2);
    body.push(0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 2, bytes.length, ...bytes, 0);
  }
  return Buffer.from([...head, ...body, 0x3b]);
}

/** The smallest lossy WebP: one pixel. */
export const webp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');

const WHERE = 'GPS 48.8584 N 2.2945 E';

/** Puts into a JPEG what a phone does: how it was held (1 to 8), a place, a maker. */
export function withExif(jpeg, orientation) {
  const entries = [[0x0112, 3, 1, orientation], [0x010e, 2, WHERE.length + 1, 0]]; // and where it was taken
  const tiff = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(entries.length, 8);
  entries.forEach(([tag, type, count, value], i) => {
    const at = 10 + 12 * i;
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    if (type === 3) tiff.writeUInt16BE(value, at + 8);
    else tiff.writeUInt32BE(tiff.length, at + 8);
  });
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(`${WHERE}\0`, 'latin1')]);
  const marker = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  const xmp = Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${WHERE}</x>`, 'latin1');
  const more = Buffer.from([0xff, 0xe1, 0, xmp.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, body, more, xmp, jpeg.subarray(2)]);
}
export const traces = [WHERE, 'Exif', 'GPS', 'adobe', 'tEXt', 'iTXt', 'eXIf'];

/** Width and height, as the file says itself. */
export function sizeOf(bytes) {
  if (bytes[0] === 0x89) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1];
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return null;
}

export const hostile = {
  'a drawing with a script': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'a page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a page behind the mark of a JPEG': Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>')]),
  'a PNG of four hundred million pixels': pngBomb(20000, 20000),
  'a PNG that says it is small': (() => {
    const bomb = pngBomb(20000, 20000);
    bomb.writeUInt32BE(10, 16); // without its checksum
    return bomb;
  })(),
  'a PNG with no pixels': pngBomb(0, 0),
  'a PNG that is cut off': png(64, 64).subarray(0, 200),
  'a GIF that is cut off': gif().subarray(0, 30),
  'a WebP that is cut off': webp.subarray(0, 31),
  'a mark and nothing else': PNG_MAGIC,
  'nothing': Buffer.alloc(0),
};
