/* SPDX-License-Identifier: Apache-2.0 */
/* Slides: the pages of a PDF in the agenda, what of them is shown to whom, and files that are none or mean harm. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { device, http, makeRoom, newId, owner, Socket } from '../lib/client.mjs';
import { broken, DRAWING_MS, drawn, endless, greedy, locked, pdf } from '../lib/pdfs.mjs';
import { png, sizeOf } from '../lib/pictures.mjs';
import { LIMITS } from '../lib/protocol.mjs';
import { BINARY, Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start({ workers: 2 }); token = await owner(server); });
after(() => server?.end());

const numbers = (name) => LIMITS.get(name).replaceAll(',', '').match(/\d+/g).map(Number);
const put = async (path, bytes) => JSON.parse((await http(server, path, { method: 'POST', body: bytes, wait: DRAWING_MS })).text);
const send = async (host, bytes, id = newId('d')) => put((await host.send('deck.ticket', { id })).path, bytes);
const code = (promise) => promise.then(() => 'ok', (error) => error.code);

async function scene() {
  const room = await makeRoom(server, token, { title: 'Trip' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  const anna = await Socket.hello(server, room.code, await device(server));
  const see = (id, as = null, small = '') =>
    http(server, `/image/${room.code}/~/${id}${small}`, { headers: as ? { cookie: `clameur=${as}` } : {} });
  const agenda = async () => (await room.call('hello', { view: 'host' })).snapshot;
  return { room, host, anna, see, agenda, end: () => Promise.all([host.end(), anna.end()]) };
}

const press = (bytes, page = 1) => {
  const { status, signal, stdout } = spawnSync(BINARY, ['press', String(page)], { input: bytes, maxBuffer: 2 ** 26 });
  const end = stdout.indexOf(10);
  const [kind, width, height, full, small, pages, title, text] = stdout.subarray(0, end).toString().split(' ');
  const rest = stdout.subarray(end + 1 + Number(full) + Number(small));
  return { status, signal, kind, width: Number(width), height: Number(height), pages: Number(pages), out: stdout,
    full: stdout.subarray(end + 1, end + 1 + Number(full)), title: rest.toString('utf8', 0, Number(title)),
    text: rest.toString('utf8', Number(title), Number(title) + Number(text)) };
};

test('a page is drawn to its size, with its words', () => {
  const deck = pdf([drawn('Our plan', ['First the tent', 'then the lake']), { draws: drawn('Tall'), size: [540, 960] }, { draws: '', size: [800, 600] }]);
  const one = press(deck);
  assert.deepEqual([one.status, one.kind, one.width, one.height, one.pages], [0, 'png', 1920, 1080, 3]);
  assert.deepEqual(sizeOf(one.full), [1920, 1080]);
  assert.deepEqual([one.title.trim(), one.text], ['Our plan', 'Our plan\nFirst the tent\nthen the lake']);
  const two = press(deck, 2);
  assert.deepEqual([two.width, two.height, two.title], [1080, 1920, 'Tall']);
  const three = press(deck, 3);
  assert.deepEqual([three.width, three.height, three.title, three.text], [1920, 1440, '', '']);
  assert.deepEqual([press(deck, 4).status, press(deck, 4).out.length], [3, 0]);
  const [side, thin] = numbers('slide_sides');
  assert.equal(press(pdf([{ draws: '', size: [side, thin] }])).status, 0);
  assert.equal(press(pdf([{ draws: '', size: [side, thin - 1] }])).status, 3);
  assert.deepEqual([press(pdf([{ draws: drawn('Huge'), size: [14_400_000, 14_400_000] }])).width], [1920]);
});

test('letters of fonts that the file does not bring are drawn', () => {
  assert.notDeepEqual(press(pdf([drawn('Words')])).full, press(pdf([drawn('')])).full);
});

for (const [what, bytes] of Object.entries(broken))
  test(`${what} is refused`, () => {
    const { status, signal, out } = press(bytes);
    assert.deepEqual([status, signal, out.length], [3, null, 0]);
  });

test('one that asks for a password is told from one that is broken', () => {
  assert.deepEqual([press(locked).status, press(locked).out.length], [4, 0]);
});

test('what wants more memory than there is ends, one way or the other', () => {
  const { status, signal } = press(greedy());
  assert.ok(signal === null || ['SIGABRT', 'SIGSEGV', 'SIGTRAP'].includes(signal), signal);
  assert.notEqual(status, 5);
});

test('a PDF becomes slides of the agenda, page by page; those that are shown are seen', async () => {
  const { room, host, anna, see, agenda, end } = await scene();
  await host.send('question.add', { id: 'tea', def: { kind: 'single', title: 'Tea?', options: ['Yes', 'No'] } });
  const deck = pdf([drawn('Our plan', ['First "the" tent']), drawn('', []), drawn('Three')]);
  assert.deepEqual(await send(host, deck, 'plan'), { ok: { pages: 3 } });
  for (let page = 1; page <= 3; page++) {
    const { question } = await host.event('question.added', ({ question: { id } }) => id === `plan-${page}`);
    assert.deepEqual([question.state, question.def.kind, question.def.page, question.def.pages], ['draft', 'slide', page, 3]);
  }
  const { room: record, questions } = await agenda();
  assert.deepEqual(record.order, ['tea', 'plan-1', 'plan-2', 'plan-3']);
  const [, first, second] = record.order.map((id) => questions.find((question) => question.id === id));
  assert.deepEqual([first.def.title, first.def.slide.alt, first.def.results], ['Our plan', 'Our plan First "the" tent', 'never']);
  assert.deepEqual([second.def.title, second.def.slide.alt], ['2', '']);
  const { id } = first.def.slide;
  assert.deepEqual([(await see(id)).status, (await see(id, token)).status], [404, 200]); // A draft is its host's.
  await host.send('question.move', { question: 'plan-1', version: 1, move: 'open' });
  const opened = await anna.event('question.opened');
  assert.deepEqual(opened.question.def.slide, first.def.slide);
  const seen = await see(id);
  assert.deepEqual([seen.status, seen.headers['content-type'], seen.headers['content-security-policy'], seen.headers['x-content-type-options']],
    [200, 'image/png', "default-src 'none'; sandbox", 'nosniff']);
  assert.deepEqual([sizeOf(seen.bytes), sizeOf((await see(id, null, '/small')).bytes)], [[1920, 1080], [400, 225]]);
  assert.equal((await anna.ask('cast', { question: 'plan-1', round: 1, n: 1, ballot: { options: [0] } })).err.code, 'bad_ballot');
  const page = await http(server, `/j/${room.code}`);
  assert.ok(page.text.includes(`/image/${room.code}/~/${id}`) && page.text.includes('First &quot;the&quot; tent'));
  await end();
});

test('sent again, or by two at once, it is there once; what was changed stays changed', async () => {
  const { host, agenda, end } = await scene();
  const deck = pdf([drawn('One'), drawn('Two')]);
  const both = await Promise.all([send(host, deck, 'same'), send(host, deck, 'same')]);
  assert.deepEqual(both, [{ ok: { pages: 2 } }, { ok: { pages: 2 } }]);
  const { questions: [{ def }] } = await agenda();
  await host.send('question.update', { question: 'same-1', version: 1, def: { ...def, title: 'Mine' } });
  assert.deepEqual(await send(host, deck, 'same'), { ok: { pages: 2 } });
  const { room: { order }, questions } = await agenda();
  assert.deepEqual([order, questions.map(({ def: { title } }) => title).sort()], [['same-1', 'same-2'], ['Mine', 'Two']]);
  await end();
});

test('one that is stopped gets no more slides, and what is removed is gone', async () => {
  const { room, host, see, agenda, end } = await scene();
  const { path } = await host.send('deck.ticket', { id: 'long' });
  await host.send('deck.stop', { id: 'long' });
  await host.send('deck.stop', { id: 'long' });
  assert.equal((await put(path, pdf([drawn('One'), drawn('Two')]))).err.code, 'closed');
  assert.deepEqual((await agenda()).room.order, []);
  assert.deepEqual(await send(host, pdf([drawn('One')]), 'short'), { ok: { pages: 1 } });
  const { questions: [{ def }] } = await agenda();
  await host.send('question.move', { question: 'short-1', version: 1, move: 'open' });
  await host.send('question.remove', { question: 'short-1', version: 2 });
  await host.event('question.removed');
  assert.deepEqual((await see(def.slide.id)).status, 404);
  const rest = await room.call('question.add', { id: 'again', def: { kind: 'slide', title: 'Kept an hour', slide: def.slide } });
  assert.equal(rest.version, 1);
  await end();
});

test('what is no PDF, is locked, or holds more than may be is told plainly', async () => {
  const { room, host, anna, agenda, end } = await scene();
  assert.deepEqual((await send(host, png(20, 20))).err, { code: 'bad_pdf', text: 'no PDF whose pages can be shown', page: 1 });
  assert.equal((await send(host, locked)).err.code, 'locked_pdf');
  const [most, idMost] = numbers('slides');
  const { err } = await send(host, pdf(Array.from({ length: most + 1 }, () => '')));
  assert.deepEqual([err.code, err.limit], ['limit_reached', 'slides']);
  const good = drawn('Good');
  const half = await send(host, pdf([good, { draws: good, size: [9600, 5] }, good]), 'half');
  assert.deepEqual([half.err.code, half.err.page], ['bad_pdf', 2]);
  assert.deepEqual((await agenda()).room.order, ['half-1']); // What was made stays.
  const [questions] = numbers('questions');
  for (let at = 1; at < questions - 1; at++) await room.add({ kind: 'single', title: 'Tea?', options: ['Yes', 'No'] });
  const over = await send(host, pdf([good, good]), 'over');
  assert.deepEqual([over.err.code, over.err.limit], ['limit_reached', 'questions']);
  assert.deepEqual(await send(host, pdf([good]), 'last'), { ok: { pages: 1 } });
  assert.equal(await code(host.send('deck.ticket', { id: 'x'.repeat(idMost + 1) })), 'bad_field');
  assert.equal(await code(host.send('deck.ticket', {})), 'bad_field');
  assert.equal(await code(anna.send('deck.ticket', { id: 'mine' })), 'forbidden');
  assert.equal(await code(anna.send('deck.stop', { id: 'last' })), 'forbidden');
  assert.equal((await put(`/deck/${room.code}/${'x'.repeat(32)}`, pdf([good]))).err.code, 'link_spent');
  const { path } = await host.send('deck.ticket', { id: 'once' });
  assert.equal((await put(path.replace('/deck/', '/import/'), pdf([good]))).err.code, 'unsupported_type');
  const [bytes] = numbers('deck_bytes');
  const { status } = await http(server, path, { method: 'POST', headers: { 'content-length': bytes + 1 } }).catch(() => ({ status: 413 }));
  assert.equal(status, 413);
  await end();
});

test('a page that takes too long is given up, and the next deck is made', async () => {
  const { host, agenda, end } = await scene();
  const { err } = await send(host, endless(), 'endless');
  assert.deepEqual([err.code, err.page], ['bad_pdf', 1]);
  assert.deepEqual(await send(host, pdf([drawn('Good')]), 'good'), { ok: { pages: 1 } });
  assert.deepEqual((await agenda()).room.order, ['good-1']);
  await end();
});

test('a definition says of a slide what it has to; other questions may have one beside them', async () => {
  const { room, host, see, end } = await scene();
  const sent = await put((await host.send('image.ticket', { id: 'photo' })).path, png(60, 30));
  const slide = { id: sent.ok.image, alt: 'A lake' };
  const add = (def) => code(host.send('question.add', { id: newId('q'), def }));
  const [chars] = numbers('slide_alt_chars');
  const base = { kind: 'slide', title: 'Lake', slide };
  for (const good of [base, { ...base, slide: { ...slide, alt: '' } }, { ...base, slide: { id: slide.id } }, { ...base, slide: { ...slide, alt: 'a'.repeat(chars) } }, { ...base, page: 2, pages: 2 }])
    assert.equal(await add(good), 'ok');
  for (const bad of [{ ...base, slide: undefined }, { ...base, slide: null }, { ...base, slide: [] }, { ...base, slide: { alt: 'A lake' } },
    { ...base, slide: { ...slide, more: 1 } }, { ...base, page: 3, pages: 2 }, { ...base, page: 1 }, { ...base, pages: 51, page: 1 }, { ...base, options: ['a', 'b'] },
    { kind: 'single', title: 'Tea?', options: ['Yes', 'No'], page: 1, pages: 1 }]) assert.equal(await add(bad), 'bad_field', JSON.stringify(bad));
  assert.equal(await add({ ...base, slide: { ...slide, alt: 'a'.repeat(chars + 1) } }), 'bad_text');
  assert.equal(await add({ ...base, slide: { ...slide, id: 'nothing' } }), 'bad_image');
  await host.send('question.add', { id: 'tea', def: { kind: 'scale', title: 'Nice?', from: 1, to: 5, slide } });
  await host.send('question.move', { question: 'tea', version: 1, move: 'open' });
  assert.equal((await see(slide.id)).status, 200);
  const { rev } = (await room.call('hello', { view: 'host' })).snapshot.room;
  assert.ok(rev > 0);
  await end();
});

test('slides are in no file of results; a reset and a copy keep their pictures', async () => {
  const { room, host, see, end } = await scene();
  await send(host, pdf([drawn('Only slide')]), 'plan');
  await host.send('question.move', { question: 'plan-1', version: 1, move: 'open' });
  const tea = await room.add({ kind: 'single', title: 'Tea?', options: ['Yes', 'No'] });
  await host.send('question.move', { question: tea.id ?? tea, version: 1, move: 'open' });
  assert.equal(await code(host.send('question.export', { question: 'plan-1', what: 'counts', format: 'csv' })), 'not_found');
  for (const [what, format] of [['results', 'json'], ['results', 'csv'], ['ballots', 'csv']]) {
    const { path } = await host.send('room.export', { what, format });
    const { text } = await http(server, path);
    assert.ok(!text.includes('Only slide'), `${what} as ${format}`);
    if (what === 'results') assert.ok(text.includes('Tea?'), tea.id);
  }
  const report = await http(server, `/r/${room.code}`, { headers: { cookie: `clameur=${token}` } });
  assert.deepEqual([report.status, report.text.includes('Only slide')], [200, false]);
  const { version } = await host.send('question.move', { question: 'plan-1', version: 2, move: 'reset' });
  const { questions } = (await room.call('hello', { view: 'host' })).snapshot;
  const { def } = questions.find(({ id }) => id === 'plan-1');
  await host.send('question.add', { id: 'copy', def });
  await host.send('question.remove', { question: 'plan-1', version });
  assert.equal((await see(def.slide.id, token)).status, 200);
  await end();
});
