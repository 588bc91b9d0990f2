/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the element for other sites: one ES module with its style and the strings of both languages. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

import { locale } from './locale.mjs';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
/** gz kB of the one file. */
const BUDGET = 15;
const TARGET = ['es2020', 'chrome80', 'safari14', 'firefox78'];

/** Modules of the build's own, by their names. */
const given = (modules) => ({
  name: 'given',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^clameur:embed/ }, ({ path }) => ({ path, namespace: 'given' }));
    esbuild.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({ contents: `export default ${JSON.stringify(modules[path])}`, loader: 'js' }));
  },
});

/** Returns how many files are over budget: 0 or 1. */
export async function buildEmbed(to) {
  const { outputFiles: [css] } = await build({ entryPoints: [join(web, 'src/embed/embed.css')], minify: true, write: false, target: TARGET, charset: 'utf8' });
  const [en, fr] = await Promise.all(['en', 'fr'].map((lang) => locale(join(web, 'src/locales'), lang, ['embed'], false)));
  await build({
    entryPoints: [join(web, 'src/embed/index.ts')], outfile: to, bundle: true, minify: true, format: 'esm', target: TARGET, charset: 'utf8',
    alias: { '@preact/signals-core': join(web, 'src/embed/signals.ts') },
    inject: [join(web, 'src/embed/json.ts')], mangleProps: /^_[a-z]/, legalComments: 'none', logLevel: 'warning',
    plugins: [given({ 'clameur:embed': { en, fr }, 'clameur:embed-css': css.text.trim() })], tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const size = gzipSync(await readFile(to), { level: 9 }).length / 1000;
  console.log(`${size <= BUDGET ? ' ' : '!'} embed      js ${size.toFixed(1).padStart(5)} / ${BUDGET} kB`);
  return size <= BUDGET ? 0 : 1;
}
