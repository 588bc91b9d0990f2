/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the package clameur-client: one ES module that runs in browsers and in Node, its types, its page. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (...parts) => readFile(join(web, ...parts), 'utf8');

/** Node finds a file by its whole name, and types of an ES module likewise. */
const named = (text) => text.replace(/((?:from |import\()')(\.{1,2}\/[^']+)(')/g, '$1$2.js$3');

async function types(to) {
  const made = spawnSync(process.execPath, [
    join(web, 'node_modules/typescript/bin/tsc'), '--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', to, '--rootDir', 'src',
    '--strict', '--target', 'es2020', '--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck', '--exactOptionalPropertyTypes',
    'src/client/index.ts',
  ], { cwd: web, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  for (const folder of ['client', 'lib']) {
    for (const name of await readdir(join(to, folder))) {
      const file = join(to, folder, name);
      await writeFile(file, named(await readFile(file, 'utf8')));
    }
  }
}

/** The version is that of the server whose protocol it speaks. */
async function manifest() {
  const [, version] = /project\(clameur VERSION (\S+)/.exec(await read('../CMakeLists.txt'));
  const { dependencies, engines, license } = JSON.parse(await read('package.json'));
  const name = '@preact/signals-core';
  return {
    name: 'clameur-client', version, description: 'Take part in a room of a Clameur server, from a browser or from Node.',
    license, type: 'module', engines, sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } }, types: './index.d.ts',
    files: ['index.js', 'index.d.ts', 'types', 'README.md', 'LICENSE'], dependencies: { [name]: dependencies[name] },
  };
}

export async function buildClient(to) {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  await build({
    entryPoints: [join(web, 'src/client/index.ts')], outfile: join(to, 'index.js'), bundle: true, format: 'esm', target: ['es2019', 'node18'],
    external: ['@preact/signals-core'], legalComments: 'none', logLevel: 'warning', charset: 'utf8', mangleProps: /^_[a-z]/,
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  await types(join(to, 'types'));
  await writeFile(join(to, 'index.d.ts'), "export * from './types/client/index.js';\n");
  await writeFile(join(to, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`);
  await copyFile(join(web, 'src/client/README.md'), join(to, 'README.md'));
  await copyFile(join(web, '../LICENSE'), join(to, 'LICENSE'));
}
