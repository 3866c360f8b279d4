// Builds the web app into a folder of static files. What has not changed since the last time is left alone.
//
//   node clients/web/build.mjs [folder]
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sdk = join(here, '../sdk');
const schema = join(here, '../../schema');
const require = createRequire(import.meta.url);

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function fingerprint() {
  const hash = createHash('sha256');
  const inputs = [
    ...['build.mjs', 'vite.config.mjs', 'index.html', 'package.json'].map((name) => join(here, name)),
    ...filesOf(join(here, 'src')),
    ...filesOf(join(here, 'public')),
    ...filesOf(join(sdk, 'src')),
    join(sdk, 'documents-as-text.mjs'),
    ...['possible-types.json', 'cached-types.json'].map((name) => join(schema, name)),
    ...['vite', 'react', 'react-dom', '@apollo/client', 'graphql', 'graphql-ws', 'rxjs'].map((name) =>
      require.resolve(`${name}/package.json`),
    ),
  ];
  for (const file of inputs) hash.update(`\0${relative(here, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** The part of the app that opens without network: the page at the door, and all that it may load. */
const WITHOUT_NETWORK = 'src/pages/door/door-page.tsx';

function writeWorker(folder, version) {
  const chunks = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  const files = new Set();
  const take = (key, withParts) => {
    const { file, css = [], imports = [], dynamicImports = [] } = chunks[key];
    if (files.has(file)) return;
    for (const one of [file, ...css]) files.add(one);
    for (const other of [...imports, ...(withParts ? dynamicImports : [])]) take(other, false);
  };
  // The door first: it takes its camera's reader with it, and the app does not take all other pages.
  take(WITHOUT_NETWORK, true);
  for (const [key, { isEntry }] of Object.entries(chunks)) if (isEntry) take(key, false);
  const worker = readFileSync(join(here, 'src/worker.js'), 'utf8')
    .replace('VERSION', JSON.stringify(version))
    .replace('FILES', JSON.stringify([...files].map((file) => `/${file}`)));
  writeFileSync(join(folder, 'sw.js'), worker);
}

function isBuilt(target, wanted) {
  const stamp = join(target, '.hash');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/** Another build of the same may end at the same moment: folders are moved whole, and the last one stays. */
function replace(target, fresh, wanted) {
  const former = `${fresh}.former`;
  for (;;) {
    if (moved(target, former, 'ENOENT')) rmSync(former, { recursive: true, force: true });
    if (moved(fresh, target, 'ENOTEMPTY', 'EEXIST') || isBuilt(target, wanted)) return;
  }
}

/** Whether it could be moved; false for what `expected` names. */
function moved(from, to, ...expected) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (expected.includes(error.code)) return false;
    throw error;
  }
}

async function main(target) {
  const wanted = fingerprint();
  if (isBuilt(target, wanted)) return;
  // Vite would keep another one of who calls: tests, or a supergraph in development.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  // Whoever reads meanwhile has the old files until all new ones are there.
  const fresh = `${target}.${process.pid}`;
  try {
    await build({ root: here, configFile: join(here, 'vite.config.mjs'), logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } });
    writeWorker(fresh, wanted);
    writeFileSync(join(fresh, '.hash'), wanted);
    replace(target, fresh, wanted);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

await main(process.argv[2] ?? join(here, 'dist'));
