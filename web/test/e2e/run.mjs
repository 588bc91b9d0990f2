/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the pages with the pseudo-locale, then runs the journeys of this folder: run.mjs [part of a name...] */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sideBySide } from '../../../tests/lib/side-by-side.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { status } = spawnSync(process.execPath, ['build.mjs'], {
  stdio: 'inherit', cwd: join(here, '../..'), env: { ...process.env, CLAMEUR_PSEUDO: '1' },
});
if (status === 0) sideBySide(here, '.e2e.mjs', process.argv.slice(2));
else process.exitCode = 1;
