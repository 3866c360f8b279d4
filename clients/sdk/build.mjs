// Builds the package: dist/esm and dist/cjs, each with types; operations as text that is parsed where one is used (a third of the bytes).
//
//   node build.mjs            everything, as it is packed
//   node build.mjs --no-types what bundlers of this repository need
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { documentTexts } from './documents-as-text.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const dist = join(here, 'dist');

/** Documents as text: an operation that nobody imports leaves nothing behind, and one that somebody does is parsed when it loads. */
const documentsAsText = {
  name: 'documents-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /generated[\\/]operations\.ts$/ }, ({ path }) => {
      const lines = [...documentTexts(readFileSync(path, 'utf8'))].map(
        ([name, text]) => `export const ${name} = /* @__PURE__ */ document(${JSON.stringify(text)});`,
      );
      return {
        contents: [`import { parse } from 'graphql';`, `const document = (text) => parse(text, { noLocation: true });`, ...lines].join(
          '\n',
        ),
        loader: 'js',
      };
    });
  },
};

const built = async (format) =>
  build({
    absWorkingDir: here,
    entryPoints: ['src/index.ts', 'src/operations.ts'],
    outdir: join(dist, format),
    bundle: true,
    splitting: format === 'esm',
    format,
    platform: 'neutral',
    target: 'es2022',
    packages: 'external',
    minifyWhitespace: false,
    logLevel: 'warning',
    plugins: [documentsAsText],
  });

rmSync(dist, { recursive: true, force: true });
await built('esm');
await built('cjs');
writeFileSync(join(dist, 'esm/package.json'), '{ "type": "module" }\n');
writeFileSync(join(dist, 'cjs/package.json'), '{ "type": "commonjs" }\n');
copyFileSync(join(root, 'schema/possible-types.json'), join(dist, 'possible-types.json'));
writeFileSync(
  join(dist, 'scalars.json'),
  `${JSON.stringify({ ID: 'string', DateTime: 'string', Long: 'number', URL: 'string' }, null, 2)}\n`,
);

if (!process.argv.includes('--no-types')) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.json')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  // The root of the types is the repository's, for the JSON that lies in schema/.
  const types = join(dist, 'types/clients/sdk/src');
  mkdirSync(join(dist, 'cjs'), { recursive: true });
  for (const format of ['esm', 'cjs']) cpSync(types, join(dist, format), { recursive: true });
  rmSync(join(dist, 'types'), { recursive: true });
}
