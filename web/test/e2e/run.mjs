/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the pages with the pseudo-locale, then runs every journey of this folder. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const run = (args, env = {}) => spawnSync(process.execPath, args, {
  stdio: 'inherit', cwd: join(here, '../..'), env: { ...process.env, ...env },
}).status ?? 1;

const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith('.e2e.mjs') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => join(here, name));
process.exitCode = run(['build.mjs'], { CLAMEUR_PSEUDO: '1' }) || run(['--test', ...files]);
