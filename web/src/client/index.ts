/* SPDX-License-Identifier: Apache-2.0 */
/* What a program needs to take part in a room: the package clameur-client, and what our own pages are made with. */
export { api, AWAY, type ApiOptions } from '../lib/api';
export { Client, type ClientOptions, type Guest, type Heard, type Socket, type SocketClass } from '../lib/client';
export { joinRoom, type JoinOptions } from './join';
export { newId } from '../lib/id';
export { Model, type Door, type Link, type Tally, type You } from '../lib/model';
export { Outbox, sameBallot, type Entry, type EntryState } from '../lib/outbox';
export type * from '../lib/protocol';
export { batch, computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '../lib/signals';
export { Supporter } from '../lib/supporter';
export { Supports, type Given, type Support, type SupportState } from '../lib/supports';
export { Voter } from '../lib/voter';
