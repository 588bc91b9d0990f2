/* SPDX-License-Identifier: Apache-2.0 */
/* clameur press, by itself: what comes out of it is a plain picture, whatever went in. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';

import { gif, hostile, png, pngBomb, sizeOf, traces, webp, withExif } from '../lib/pictures.mjs';
import { BINARY } from '../lib/server.mjs';

const press = (bytes) => new Promise((resolve, reject) => {
  const child = spawn(BINARY, ['press'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks = [];
  child.on('error', reject);
  child.stdin.on('error', () => {}); // It need not read to the end.
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.on('close', (status, signal) => {
    const out = Buffer.concat(chunks);
    const end = out.indexOf(10);
    const [kind, width, height, full, small] = out.subarray(0, end).toString().split(' ');
    const at = end + 1 + Number(full);
    resolve({ status, signal, kind, width: Number(width), height: Number(height), out,
      full: out.subarray(end + 1, at), small: out.subarray(at, at + Number(small)) });
  });
  child.stdin.end(bytes);
});

/* One pixel of a PNG of ours: red, green, blue, alpha. */
const pixelOf = (bytes, x, y) => {
  const idat = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') idat.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const [width] = sizeOf(bytes);
  const rows = inflateSync(Buffer.concat(idat));
  const stride = width * 4 + 1;
  for (let row = 0; row * stride < rows.length; row++) { // the filters of PNG undone
    const filter = rows[row * stride];
    for (let i = 1; i < stride; i++) {
      const left = i > 4 ? rows[row * stride + i - 4] : 0;
      const up = row > 0 ? rows[(row - 1) * stride + i] : 0;
      const corner = i > 4 && row > 0 ? rows[(row - 1) * stride + i - 4] : 0;
      const near = [left, up, corner].sort((a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b))[0];
      rows[row * stride + i] += [0, left, up, (left + up) >> 1, near][filter];
    }
  }
  return [...rows.subarray(y * stride + 1 + 4 * x, y * stride + 5 + 4 * x)];
};

test('each kind becomes a plain picture and a small one', async () => {
  const large = await press(png(2000, 1000));
  assert.deepEqual([large.status, large.kind, large.width, large.height], [0, 'jpeg', 1600, 800]);
  assert.deepEqual(sizeOf(large.full), [1600, 800]);
  assert.deepEqual(sizeOf(large.small), [400, 200]);
  const upright = await press(png(30, 60));
  assert.deepEqual([sizeOf(upright.full), sizeOf(upright.small)], [[30, 60], [30, 60]]);
  assert.deepEqual((await press(webp)).kind, 'jpeg');
  assert.deepEqual(sizeOf((await press(large.full)).full), [1600, 800]);
});

test('what shows through stays so', async () => {
  const clear = await press(png(8, 8, (x) => [255, 0, 0, x < 4 ? 0 : 255]));
  assert.equal(clear.kind, 'png');
  assert.equal(pixelOf(clear.full, 1, 1)[3], 0);
  assert.deepEqual(pixelOf(clear.full, 6, 6), [255, 0, 0, 255]);
});

test('nothing that was written into the file is left', async () => {
  const { full } = await press(png(80, 40));
  const held = await press(withExif(full, 1));
  const note = Buffer.from('Comment\0Exif GPS 48.8584', 'latin1');
  const noted = await press(png(20, 20, () => [1, 2, 3, 128], [['tEXt', note], ['eXIf', note]]));
  assert.ok(traces.some((trace) => withExif(full, 1).includes(trace)));
  for (const { out, status } of [held, noted]) {
    assert.equal(status, 0);
    for (const trace of traces) assert.equal(out.includes(trace), false, trace);
  }
});

test('it stands as it was held', async () => {
  const { full } = await press(png(80, 40));
  assert.deepEqual(sizeOf((await press(withExif(full, 6))).full), [40, 80]);
  assert.deepEqual(sizeOf((await press(withExif(full, 3))).full), [80, 40]);
});

test('of what moves, the first picture', async () => {
  const red = await press(gif(3));
  assert.equal(red.status, 0);
  const blueFirst = await press(gif(1));
  assert.deepEqual(red.full, blueFirst.full); // The frames behind the first made no difference.
});

for (const [what, bytes] of Object.entries(hostile))
  test(`${what} is refused`, async () => {
    const { status, signal, out } = await press(bytes);
    assert.deepEqual([status, signal, out.length], [3, null, 0]);
  });

test('a JPEG that is cut off is refused', async () => {
  const { full } = await press(png(300, 200));
  const whole = withExif(full, 1);
  assert.equal((await press(whole.subarray(0, whole.length - 200))).status, 3);
  assert.equal((await press(full.subarray(0, full.length / 2))).status, 3);
});

test('what hides behind a picture does not come along', async () => {
  const page = Buffer.from('<script>alert(1)</script>');
  const both = await press(Buffer.concat([png(16, 16), page]));
  const tail = await press(Buffer.concat([(await press(png(16, 16))).full, page]));
  for (const { status, out } of [both, tail]) assert.deepEqual([status, out.includes('<script>')], [0, false]);
});

test('a picture of many million pixels is made small, within bounds', async () => {
  const { status, width, height } = await press(pngBomb(7000, 7000));
  assert.deepEqual([status, width, height], [0, 1600, 1600]);
});

test('more than may be sent is not read', async () => {
  assert.equal((await press(Buffer.concat([png(16, 16), Buffer.alloc(8 * 1024 * 1024)]))).status, 3);
});
