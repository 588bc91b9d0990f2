/* SPDX-License-Identifier: Apache-2.0 */
/* A board without JavaScript: read, written and supported by plain forms, each done once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { http, makeRoom, must, owner, Socket } from '../lib/client.mjs';
import { Server } from '../lib/server.mjs';

let server;
let token;
before(async () => { server = await Server.start(); token = await owner(server); });
after(() => server?.end());

async function makeBoard(def = {}) {
  const room = await makeRoom(server, token, { title: 'Summer club', lang: 'en' });
  const host = await Socket.hello(server, room.code, token, { view: 'host' });
  await host.send('board.add', { id: 'wishes', def: { kind: 'ideas', title: 'What next?', about: 'Anything <goes>.', ...def } });
  await host.send('board.move', { board: 'wishes', version: 1, phase: 'open' });
  return { room, host, address: `/b/${room.code}/wishes` };
}

/** A browser that keeps its cookie. */
async function visitor(address) {
  const first = await http(server, address, { headers: { 'accept-language': 'en' } });
  const cookie = first.headers['set-cookie'][0].split(';')[0];
  const headers = { cookie, 'accept-language': 'en' };
  return {
    first: first.text,
    get: async (path = address, query = '?plain=read') => (await http(server, path + query, { headers })).text,
    send: (fields, path = address) => http(server, path, {
      method: 'POST', body: new URLSearchParams(fields).toString(),
      headers: { ...headers, origin: server.origin, 'content-type': 'application/x-www-form-urlencoded' },
    }),
  };
}

/** What a form of the page would send, but for what is typed. */
function form(html, act, which = '') {
  const all = [...html.matchAll(/<form [^>]*>(.*?)<\/form>/gs)].map(([, inside]) => inside);
  const found = all.find((inside) => inside.includes(`name="do" value="${act}"`) && inside.includes(which));
  assert.ok(found, `a form to ${act} ${which}`);
  return Object.fromEntries([...found.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]));
}

const went = (reply) => { assert.equal(reply.status, 303); return reply.headers.location; };
const main = (html) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));
const count = (html, text) => main(html).split(text).length - 1;
const ideas = async (who) => (await who.send('idea.list', { board: 'wishes' })).ideas;

test('who has a script is shown no list, who has none is sent to it', async () => {
  const { address } = await makeBoard();
  const { first, get } = await visitor(address);
  assert.match(first, /<noscript><meta http-equiv="refresh" content="0;url=\?plain=read"><\/noscript>/);
  assert.equal(count(first, '<form'), 0);
  const list = await get();
  assert.doesNotMatch(list, /http-equiv="refresh"/);
  assert.match(main(list), /<h1 class="title">What next\?<\/h1><p class="about">Anything &lt;goes&gt;\.<\/p>/);
  assert.match(main(await get(address, '?plain=<script>')), /<\/header>/);
});

test('an idea is posted once, however often its form is sent, and said', async () => {
  const { address, host } = await makeBoard({ tags: ['Food', 'Sport'] });
  const anna = await visitor(address);
  const fields = form(await anna.get(), 'post');
  const body = [...Object.entries(fields), ['title', 'A tent <b>'], ['text', 'Line\r\nand line'], ['name', 'Anna'], ['tags', '1'], ['extra', 'x']];
  const where = `${address}/${fields.id}?plain=posted`;
  assert.deepEqual((await Promise.all([anna.send(body), anna.send(body)])).map(went), [where, where]);
  assert.equal(went(await anna.send(body)), where);
  const [idea, ...others] = await ideas(host);
  assert.equal(others.length, 0);
  assert.deepEqual([idea.words, idea.tags], [{ title: 'A tent <b>', text: 'Line\nand line', name: 'Anna' }, [1]]);
  const page = await anna.get(`${address}/${fields.id}`, '?plain=posted');
  assert.match(main(page), /Sent\. It is in the list now\..*<h1 class="idea-title">A tent &lt;b&gt;<\/h1>/s);
  assert.match(main(page), /# Sport/);
  // The form is spent: other words under its id are none of it.
  assert.equal(went(await anna.send({ ...fields, title: 'Other' })), `${address}?plain=exists`);
  assert.equal((await ideas(host)).length, 1);
});

test('a support is given and taken back by number', async () => {
  const { address, host } = await makeBoard();
  await host.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent' });
  const ben = await visitor(address);
  const give = form(await ben.get(), 'support', 'value="tent"');
  assert.deepEqual(give, { do: 'support', idea: 'tent', n: '1', on: '1', list: 'top' });
  const where = `${address}?plain=supported&order=top`;
  assert.deepEqual((await Promise.all([ben.send(give), ben.send(give)])).map(went), [where, where]);
  assert.equal((await ideas(host))[0].supports, 1);
  const back = form(await ben.get(`${address}/tent`), 'support');
  assert.deepEqual(back, { do: 'support', idea: 'tent', n: '2', on: '0' });
  assert.equal(went(await ben.send(back)), `${address}/tent?plain=taken_back`);
  // The first form again is of another time.
  assert.equal(went(await ben.send(give)), `${address}?plain=stale&order=top`);
  assert.equal((await ideas(host))[0].supports, 0);
  assert.match(await ben.get(address, '?plain=stale'), /changed from another page/);
});

test('an idea stands with its answer and comments; a comment is sent once', async () => {
  const { address, host } = await makeBoard();
  await host.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent' });
  await host.send('idea.answer', { board: 'wishes', idea: 'tent', version: 1, status: 'planned', answer: 'In May & June.', owner: 'Zoe' });
  const ben = await visitor(address);
  const say = form(await ben.get(`${address}/tent`), 'comment');
  const body = { ...say, text: 'Yes <i>please</i>', name: 'Ben' };
  assert.deepEqual((await Promise.all([ben.send(body), ben.send(body)])).map(went), Array(2).fill(`${address}/tent?plain=said`));
  const page = main(await ben.get(`${address}/tent`));
  assert.match(page, /In May &amp; June\./);
  assert.match(page, /1 comment<.*Yes &lt;i&gt;please&lt;\/i&gt;/s);
  assert.equal(count(page.replace(/^/, '<main'), 'class="said own"'), 1);
});

test('a merged idea leads to the one that it is part of now', async () => {
  const { address, host } = await makeBoard();
  for (const [id, title] of [['tent', 'A tent'], ['tarp', 'A tarp']]) await host.send('idea.post', { board: 'wishes', id, title });
  const ben = await visitor(address);
  const give = form(await ben.get(), 'support', 'value="tarp"');
  await host.send('idea.merge', { board: 'wishes', idea: 'tarp', version: 1, into: 'tent' });
  assert.equal(went(await ben.send(give)), `${address}/tarp?plain=merged`);
  const page = await ben.get(`${address}/tarp`, '?plain=merged');
  assert.match(main(page), /A tarp.*<h1 class="idea-title">A tent<\/h1>/s);
  assert.equal(form(page, 'support').idea, 'tent');
});

test('lists come in pages and orders', async () => {
  const { address, host } = await makeBoard({ ideas: 0 });
  for (let i = 0; i < 23; i++) await host.send('idea.post', { board: 'wishes', id: `i${i}`, title: `Idea ${i}` });
  const ben = await visitor(address);
  const list = await ben.get(address, '?plain=read&order=new');
  assert.equal(count(list, '<li class="idea'), 20);
  assert.match(main(list), /Idea 22<.*Idea 21</s);
  const more = /href="[^"?]*(\?plain=read&amp;order=new&amp;after=i3)"/.exec(main(list))[1].replaceAll('&amp;', '&');
  assert.equal(count(await ben.get(address, more), '<li class="idea'), 3);
  // What is no order and no id is passed over.
  assert.equal(count(await ben.get(address, '?plain=read&order=%22&after=%3Cb%3E'), '<li class="idea'), 20);
});

test('rules are to be accepted, names and checks are said before', async () => {
  const { address, host } = await makeBoard({ rules: 'Ideas are the club\'s.', names: 'all', checked: true });
  const anna = await visitor(address);
  const page = await anna.get();
  assert.match(main(page), /name="rules" value="1" required/);
  assert.match(main(page), /Your name, seen by everyone|name="name"[^>]* required/);
  const fields = { ...form(page, 'post'), title: 'A swing', name: 'Anna' };
  assert.equal(went(await anna.send(fields)), `${address}?plain=rules`);
  assert.equal(went(await anna.send({ ...fields, rules: '1' })), `${address}/${fields.id}?plain=waits`);
  assert.equal((await host.send('idea.list', { board: 'wishes', state: 'pending' })).ideas[0].rules, 1);
  assert.match(main(await anna.get()), /A swing.*the team looks at it first/s);
  assert.match(main(await anna.get(`${address}/${fields.id}`, '?plain=waits')), /A swing/);
  const ben = await visitor(address);
  assert.doesNotMatch(main(await ben.get(`${address}/${fields.id}`)) + main(await ben.get()), /A swing/);
});

test('what may not be done now has no form, and is refused in words', async () => {
  const { address, host } = await makeBoard();
  await host.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent' });
  const ben = await visitor(address);
  const before = await ben.get();
  await host.send('board.move', { board: 'wishes', version: 2, phase: 'closed' });
  assert.equal(went(await ben.send({ ...form(before, 'post'), title: 'Late' })), `${address}?plain=closed`);
  assert.equal(went(await ben.send(form(before, 'support'))), `${address}?plain=closed&order=top`);
  const page = await ben.get(address, '?plain=closed');
  assert.match(main(page), /nothing was taken in/);
  assert.equal(count(page, '<form'), 0);
  await host.send('board.move', { board: 'wishes', version: 3, phase: 'collect' });
  assert.equal(count(await ben.get(), 'A tent'), 0);
});

test('hostile forms change nothing and end in words', async () => {
  const { address, host, room } = await makeBoard();
  const ben = await visitor(address);
  const sent = async (body, path) => went(await ben.send(body, path));
  assert.equal(await sent({ do: 'board.remove', version: '2' }), `${address}?plain=bad_field`);
  assert.equal(await sent({}), `${address}?plain=bad_field`);
  assert.equal(await sent({ do: 'post', id: 'x', title: '' }), `${address}?plain=bad_field`);
  assert.equal(await sent({ do: 'post', id: '"},{', title: 'x' }), `${address}?plain=bad_field`);
  assert.equal(await sent({ do: 'post', id: 'x', title: 'y'.repeat(130) }), `${address}?plain=bad_text`);
  assert.equal(await sent({ do: 'support', idea: 'none', n: '1', on: '1' }), `${address}/none?plain=not_found`);
  assert.equal(await sent({ do: 'support', idea: '../../x', n: '01', on: '1' }), `${address}?plain=bad_field`);
  assert.equal(await sent(Array.from({ length: 30 }, () => ['tags', '1'])), `${address}?plain=bad_field`);
  assert.equal(await sent({ do: 'post', id: 'x', title: 'T' }, `/b/${room.code}/a%22b`), `/b/${room.code}/a%22b?plain=bad_field`);
  assert.equal((await ben.send({ do: 'post', id: 'x', title: 'T' }, `/b/${room.code}/%0d%0aX`)).status, 400);
  const elsewhere = await http(server, address, {
    method: 'POST', body: 'do=post&id=x&title=T', headers: { origin: 'http://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(elsewhere.status, 403);
  assert.equal((await ideas(host)).length, 0);
});

test('a passcode keeps the list from who did not give it', async () => {
  const { address, host } = await makeBoard();
  await host.send('idea.post', { board: 'wishes', id: 'tent', title: 'A tent' });
  const { room } = await host.event('snapshot');
  await must(server, 'room.update', { room: room.code, rev: room.rev, access: 'passcode', passcode: 'sesame' }, token);
  const ben = await visitor(address);
  for (const path of [address, `${address}/tent`]) {
    const page = await ben.get(path);
    assert.doesNotMatch(page, /A tent/);
    assert.match(main(page), /name="passcode"/);
  }
  // It leads back to where one was.
  const enter = async (passcode, to) => went(await ben.send({ passcode, to }, `/j/${room.code}`));
  assert.match(main(await ben.get(`${address}/tent`)), /name="to" value="wishes\/tent"/);
  assert.equal(await enter('wrong', 'wishes/tent'), `/b/${room.code}/wishes/tent?plain=wrong_passcode`);
  assert.match(main(await ben.get(`${address}/tent`, '?plain=wrong_passcode')), /That is not the passcode/);
  assert.equal(await enter('sesame', '//elsewhere.example'), `/j/${room.code}?plain=bad_ballot`);
  assert.equal(await enter('sesame', 'wishes/tent'), `/b/${room.code}/wishes/tent`);
  assert.match(main(await ben.get(`${address}/tent`)), /A tent/);
});

test('the room leads to its boards', async () => {
  const { room } = await makeBoard();
  const page = await (await visitor(`/j/${room.code}`)).get(`/j/${room.code}`, '');
  assert.match(main(page), new RegExp(`href="/b/${room.code}/wishes\\?plain=read">What next\\?<`));
});
