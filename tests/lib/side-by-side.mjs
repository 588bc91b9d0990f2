/* SPDX-License-Identifier: Apache-2.0 */
/* Runs test files, as many at once as there are cores: node --test leaves one out, which is half of two. */
import { readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';

/** A file that takes so long waits for what never comes; an evening may be told to last longer. */
const FILE_MS = (15 + Number(process.env.CLAMEUR_MINUTES ?? 0)) * 60_000;

/**
 * The files of a folder that end so, and whose names hold one of these parts, if any are given. The longest are run
 * first, so that none is left alone at the end. The process fails when a test does, or when there is none.
 */
export function sideBySide(folder, ending, parts = []) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ending) && (parts.length === 0 || parts.some((part) => name.includes(part))))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  if (files.length === 0) {
    console.error(`no file *${ending} in ${folder} is called so: ${parts.join(' ')}`);
    process.exitCode = 1;
    return;
  }
  run({ files, concurrency: cpus().length, timeout: FILE_MS })
    .on('test:fail', () => { process.exitCode = 1; })
    .compose(process.stdout.isTTY ? new spec() : tap)
    .pipe(process.stdout);
}
