/* SPDX-License-Identifier: Apache-2.0 */
/* The door of a room with a passcode. */
import { el, setText } from './dom';
import type { Words } from './words';

const WAIT_MS = 10_000;

/** Says the passcode over a connection of its own. Resolves with why it did not open: an error's code, or ''. */
export function knock(server: string, room: string, token: string | null, passcode: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/ws`, 'clameur.1');
    const timer = setTimeout(() => socket.close(), WAIT_MS);
    const end = (code: string): void => { clearTimeout(timer); socket.onclose = null; socket.close(); resolve(code); };
    socket.onclose = () => end('away');
    socket.onopen = () => {
      // It is refused, and says who knocks.
      socket.send(JSON.stringify({ mid: 1, cmd: 'hello', room, token }));
      socket.send(JSON.stringify({ mid: 2, cmd: 'room.enter', room, passcode }));
    };
    socket.onmessage = ({ data }) => {
      const { re, err } = JSON.parse(String(data)) as { re?: number; err?: { code: string } };
      if (re === 2) end(err?.code ?? '');
    };
  });
}

/** `enter` lets them in, or says why not. */
export function makeDoor(words: Words, enter: (passcode: string) => Promise<string>): HTMLElement {
  const field = el('input', { type: 'text', id: 'passcode', maxlength: '64', autocomplete: 'off', autocapitalize: 'off' });
  const status = el('p', { class: 'status bad', role: 'alert' });
  const send = el('button', { type: 'submit', class: 'send' }, words.say('door.enter'));
  const form = el('form', {}, el('label', { for: 'passcode' }, words.say('door.ask')), field, status, send);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!field.value.trim() || send.disabled) return;
    send.disabled = true;
    void enter(field.value.trim()).then((code) => {
      send.disabled = false;
      if (!code) return;
      setText(status, words.say(code === 'wrong_passcode' ? 'door.wrong' : 'door.later'));
      field.focus();
    });
  });
  return el('section', { class: 'card' }, form);
}
