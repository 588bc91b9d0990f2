/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the pages with the pseudo-locale, then runs every journey of this folder, a file a core. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

function build() {
  const { status } = spawnSync(process.execPath, ['build.mjs'], {
    stdio: 'inherit', cwd: join(here, '../..'), env: { ...process.env, CLAMEUR_PSEUDO: '1' },
  });
  return status === 0;
}

/** The files whose names hold one of these parts; the longest first, so that none is left to run alone at the end. */
function files(parts) {
  return readdirSync(here)
    .filter((name) => name.endsWith('.e2e.mjs') && (parts.length === 0 || parts.some((part) => name.includes(part))))
    .map((name) => join(here, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
}

if (build()) {
  run({ files: files(process.argv.slice(2)), concurrency: cpus().length })
    .on('test:fail', () => { process.exitCode = 1; })
    .compose(process.stdout.isTTY ? new spec() : tap)
    .pipe(process.stdout);
} else {
  process.exitCode = 1;
}
