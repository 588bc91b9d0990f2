/* SPDX-License-Identifier: Apache-2.0 */
/* Bundles the unit tests with a locale each, then hands them to node --test. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { locale } from '../../tools/locale.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../..');

/** `import … from 'locale:fr!../../src/lib/i18n'` is that module speaking French. */
const speaking = {
  name: 'speaking',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^locale:/ }, ({ path }) => {
      const [, lang, file] = /^locale:(\w+)!(.+)$/.exec(path);
      return { path: join(here, `${file}.ts`), namespace: `speaks-${lang}` };
    });
    for (const lang of ['en', 'fr']) {
      esbuild.onLoad({ filter: /.*/, namespace: `speaks-${lang}` }, async ({ path }) => (
        { contents: await readFile(path, 'utf8'), loader: 'ts', resolveDir: dirname(path) }));
      esbuild.onLoad({ filter: /.*/, namespace: `locale-${lang}` }, async () => ({
        contents: `export default ${JSON.stringify(await locale(join(web, 'src/locales'), lang, ['join', 'join.more', 'door', 'board']))}`
          + `;export const lang=${JSON.stringify(lang)}`,
      }));
    }
    esbuild.onResolve({ filter: /^clameur:locale$/ }, ({ path, namespace }) => (
      { path, namespace: `locale-${/^speaks-(\w+)$/.exec(namespace)?.[1] ?? 'en'}` }));
  },
};

const out = await mkdtemp(join(tmpdir(), 'clameur-unit-'));
try {
  const tests = (await readdir(here)).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: tests.map((name) => join(here, name)), outdir: out, outExtension: { '.js': '.mjs' },
    bundle: true, format: 'esm', platform: 'node', target: 'node18', plugins: [speaking], logLevel: 'warning',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const files = tests.map((name) => join(out, name.replace(/\.ts$/, '.mjs')));
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
