/* SPDX-License-Identifier: Apache-2.0 */
import type { Client } from '../../lib/client';
import { Invitation } from './Invitation';
import { Passcode } from './Passcode';

/** What is asked of whoever comes in. */
export function Door({ door, code, client }: { door: 'passcode' | 'invitation'; code: string; client: Client }) {
  return door === 'passcode' ? <Passcode code={code} client={client} /> : <Invitation client={client} />;
}
