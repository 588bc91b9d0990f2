/* SPDX-License-Identifier: Apache-2.0 */
/* Builds web/dist: one self-contained HTML file a page and language, its Content-Security-Policy,
 * the strings the server needs, and the assets, the element for other sites; and web/dist-client, the package. Fails when a page outgrows its budget. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

import { buildClient } from './tools/client.mjs';
import { buildEmbed } from './tools/embed.mjs';
import { pageHtml, policy } from './tools/html.mjs';
import { locale } from './tools/locale.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(root, ...parts);
/** Where the pages go: elsewhere than web/dist for a try that must not disturb a running server. */
const dist = resolve(root, process.env.CLAMEUR_WEB_DIR ?? 'dist');
const to = (...parts) => join(dist, ...parts);

const LANGUAGES = ['en', 'fr', ...(process.env.CLAMEUR_PSEUDO ? ['qps'] : [])];
/* JSX calls h() straight (tools/jsx.mjs brings it): smaller than the automatic runtime that tsc checks. */
const TSCONFIG = {
  compilerOptions: {
    jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment', useDefineForClassFields: false,
  },
};
const TARGET = ['es2019', 'chrome80', 'safari12.1'];

/** gz kB of script, and of HTML with CSS, as docs and UX promise them; with a + what is loaded on demand. */
const BUDGETS = {
  join: { js: 20, html: 5 },
  'join+': { js: 20, html: 0 },
  board: { js: 31, html: 8 },
  'board+': { js: 13, html: 0 },
  me: { js: 24, html: 6 },
  stage: { js: 30, html: 6 },
  'stage+': { js: 24, html: 0 },
  host: { js: 60, html: 10 },
  'host+': { js: 34, html: 0 },
  poster: { js: 30, html: 6 },
  fleet: { js: 34, html: 6 },
  kiosk: { js: 30, html: 6 },
  // With all words of the other language, and how PINs are checked: there may be no network.
  'kiosk+': { js: 16, html: 0 },
  'kiosk-sw': { js: 3, html: 0 },
  dash: { js: 60, html: 10 },
};
/** What a page may do besides what all may: kiosks start without a network, by a worker. */
const ALLOWED = { kiosk: ["worker-src 'self'"] };
const LOCALE_BUDGET = 4;
/** What pages have in common. */
const PARTS = { join: ['notice'], board: ['merge', 'notice'], me: ['door', 'notice'], dash: ['log', 'split'], host: ['merge', 'merging'] };
/** Strings that come with what is loaded on demand. */
const MORE_PARTS = {
  host: ['host.more', 'log', 'react', 'split'], join: ['join.more', 'door', 'react'], board: ['board.more', 'pictures', 'merging'], stage: ['stage.more', 'react', 'split'],
  kiosk: ['kiosk.more'],
};
/** Pages on which people answer: they have the words of small groups with them, for rooms that tell those. */
const ASKING = new Set(['join', 'board', 'kiosk']);
const partsOf = (page) => [page, ...(PARTS[page] ?? [])];

const kB = (text) => gzipSync(text, { level: 9 }).length / 1000;
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const wordsOf = (lang, strings) => `export default ${JSON.stringify(strings)};export const lang=${JSON.stringify(lang)};`;

/** Hands the page's strings to its script as the module `clameur:locale`. */
function localePlugin(lang, strings) {
  const contents = wordsOf(lang, strings);
  return {
    name: 'clameur-locale',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^clameur:locale$/ }, ({ path }) => ({ path, namespace: 'locale' }));
      esbuild.onLoad({ filter: /.*/, namespace: 'locale' }, () => ({ contents, loader: 'js' }));
    },
  };
}

async function bundle(entry, plugins = [], inject = []) {
  const { outputFiles } = await build({
    entryPoints: [entry], plugins, inject, target: TARGET, bundle: true, minify: true, write: false,
    format: 'iife', charset: 'utf8', mangleProps: /^_[a-z]/, tsconfigRaw: TSCONFIG,
    legalComments: 'none', logLevel: 'warning', absWorkingDir: root,
  });
  return outputFiles[0].text.trim();
}

/** A module of one text, under a name that sources import. */
function textPlugin(name, contents) {
  return {
    name,
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^${name}$`) }, ({ path }) => ({ path, namespace: name }));
      esbuild.onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** Which names of which modules a page shares with its part that is loaded on demand: what its shared.ts exports. */
async function sharedOf(folder) {
  const entry = join(folder, 'shared.ts');
  const { metafile } = await build({
    entryPoints: [entry], bundle: true, write: false, format: 'esm', metafile: true, absWorkingDir: root, logLevel: 'warning',
    plugins: [textPlugin('clameur:locale', 'export default {};export const lang="en";'), textPlugin('clameur:more', 'export const more="";')], tsconfigRaw: TSCONFIG, outdir: 'out',
  });
  const [{ exports: names }] = Object.values(metafile.outputs);
  const { imports } = metafile.inputs[relative(root, entry)];
  return { names, modules: new Set(imports.map(({ path }) => at(path))) };
}

/** Such a part: what is shared is taken from the page, and not sent again. */
function sharedPlugin({ names, modules }) {
  const contents = `const{shared}=window.clameurMore;${names.map((name) => `export const ${name}=shared.${name};`).join('')}`;
  return {
    name: 'clameur-shared',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, async ({ path, ...from }) => {
        if (from.pluginData === 'asked' || from.kind === 'entry-point' || path.startsWith('clameur:')) return null;
        const found = await esbuild.resolve(path, { ...from, pluginData: 'asked' });
        return modules.has(found.path) ? { path: 'shared', namespace: 'shared' } : null;
      });
      esbuild.onLoad({ filter: /.*/, namespace: 'shared' }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** The part of a page that is loaded on demand, if it has one: an asset that is named by what is in it. */
async function buildMore(page, lang) {
  const folder = at('src/pages', page, 'more');
  if (!existsSync(folder)) return null;
  const strings = await locale(at('src/locales'), lang, MORE_PARTS[page], false);
  const other = lang === 'en' ? 'fr' : 'en';
  const css = await bundle(join(folder, 'more.css'));
  const js = await bundle(join(folder, 'index.ts'), [
    localePlugin(lang, strings), textPlugin('clameur:css', `export default ${JSON.stringify(css)}`),
    textPlugin('clameur:other', wordsOf(other, await locale(at('src/locales'), other, [...partsOf(page), ...MORE_PARTS[page]]))),
    sharedPlugin(await sharedOf(at('src/pages', page))),
  ], [at('tools/jsx.mjs')]);
  const name = `${page}-more.${lang}.${createHash('sha256').update(js).digest('hex').slice(0, 12)}.js`;
  await writeFile(to('assets', name), js);
  return { css, js, url: `/assets/${name}` };
}

/** Every key of every page's strings. */
const allKeys = async () => Object.keys(await locale(at('src/locales'), 'en', (await readdir(at('src/locales'))).filter((name) => name.endsWith('.en.json')).map((name) => name.slice(0, -'.en.json'.length))));

/** Words for what a page never shows, though its script could. */
const NEVER = { fleet: ['notice.me'] };

/** A key whose words a page does not have would stand on the screen as it is. */
function refuseWordless(page, scripts, strings, keys) {
  // Of a command by this name more is said before the bracket: it is sent by a method.
  const isSaid = (key) => scripts.some((js) => new RegExp(`[^.\\w$][\\w$]{1,2}\\("${key.replaceAll('.', '\\.')}"[,)]`).test(js));
  const wordless = keys.filter((key) => key.includes('.') && !(key in strings) && !NEVER[page]?.includes(key) && isSaid(key));
  if (wordless.length > 0) throw new Error(`${page} has no words for ${wordless.join(', ')}: see PARTS and MORE_PARTS`);
}

async function buildPage(page, lang) {
  const folder = at('src/pages', page);
  const strings = await locale(at('src/locales'), lang, partsOf(page));
  const css = await bundle(join(folder, `${page}.css`));
  const more = await buildMore(page, lang);
  const js = await bundle(join(folder, 'index.tsx'), [
    localePlugin(lang, strings), textPlugin('clameur:more', `export const more=${JSON.stringify(more?.url ?? '')}`),
    textPlugin('clameur:version', `export const version=${JSON.stringify(version)}`),
  ], [at('tools/jsx.mjs')]);
  refuseWordless(page, [js, ...(more ? [more.js] : [])], { ...strings, ...await locale(at('src/locales'), lang, MORE_PARTS[page] ?? [], false) }, keys);
  const small = ASKING.has(page) && (await locale(at('src/locales'), lang, ['plain'], false))['plain.small_groups'];
  const scripts = [js, ...(more ? [more.js] : [])].map(sha256);
  const styles = [css, ...(more ? [more.css] : [])].map(sha256);
  await writeFile(to('pages', `${page}.${lang}.html`), pageHtml({ page, lang, css, js, small }));
  await writeFile(to('pages', `${page}.${lang}.csp`), policy(scripts.join(' '), styles.join(' '), ALLOWED[page]));
  return [
    { page, lang, js: kB(js), html: kB(pageHtml({ page, lang, css, js: '', small })) },
    ...(more ? [{ page: `${page}+`, lang, js: kB(more.js), html: 0 }] : []),
  ];
}

/** What pages that run for months call themselves: the same in each language, another whenever what they are made of is. */
async function versionOf(page) {
  const folder = at('src/pages', page);
  const parts = [await bundle(join(folder, `${page}.css`)), await bundle(join(folder, 'index.tsx'), [
    localePlugin('en', await locale(at('src/locales'), 'en', partsOf(page))), textPlugin('clameur:more', 'export const more=""'),
    textPlugin('clameur:version', 'export const version=""'),
  ], [at('tools/jsx.mjs')])];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 8);
}

/** The service worker of kiosks, served as /kiosk-sw.js. */
async function buildWorker() {
  const js = await bundle(at('src/pages/kiosk/worker/index.ts'));
  await writeFile(to('assets', 'kiosk-sw.js'), js);
  return { page: 'kiosk-sw', lang: '', js: kB(js), html: 0 };
}

function report(sizes) {
  let over = 0;
  for (const { page, lang, js, html } of sizes) {
    const budget = BUDGETS[page] ?? BUDGETS.join;
    // The pseudo-locale is longer by design and never served.
    const fits = lang === 'qps' || (js <= budget.js && html <= budget.html);
    over += fits ? 0 : 1;
    console.log(`${fits ? ' ' : '!'} ${page.padEnd(7)}${lang.padEnd(4)} js ${js.toFixed(1).padStart(5)} / ${budget.js} kB`
      + `   html+css ${html.toFixed(1).padStart(4)} / ${budget.html} kB`);
  }
  return over;
}

async function buildLocales(pages) {
  let over = 0;
  for (const lang of LANGUAGES) {
    const text = JSON.stringify(await locale(at('src/locales'), lang, [...new Set(['plain', ...pages.flatMap((page) => [...partsOf(page), ...(MORE_PARTS[page] ?? [])])])]));
    over += kB(JSON.stringify(await locale(at('src/locales'), lang, ['plain', 'door', 'join']))) > LOCALE_BUDGET ? 1 : 0;
    await writeFile(to('locales', `${lang}.json`), text);
  }
  return over;
}

await rm(dist, { recursive: true, force: true });
for (const folder of ['pages', 'locales', 'assets']) await mkdir(to(folder), { recursive: true });
const pages = (await readdir(at('src/pages'))).filter((page) => existsSync(at('src/pages', page, 'index.tsx')));
const keys = await allKeys();
const version = await versionOf('kiosk');
const sizes = [await buildWorker()];
for (const page of pages) for (const lang of LANGUAGES) sizes.push(...await buildPage(page, lang));
await cp(at('assets'), to('assets'), { recursive: true });
const over = report(sizes) + await buildLocales(pages) + await buildEmbed(to('assets/clameur-room.js'));
await buildClient(`${dist}-client`);
if (over > 0) {
  console.error(`${over} over budget`);
  process.exitCode = 1;
}
