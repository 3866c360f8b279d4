import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentTexts } from '../sdk/documents-as-text.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const sdk = join(here, '../sdk/src');
const OPERATIONS = join(sdk, 'generated/operations.ts');

const ONE = '\0document:';

/**
 * The package's operations, each as a module of its own: a page loads those that it sends, as text.
 *
 * @returns {import('vite').Plugin}
 */
function operations() {
  let texts = new Map();
  return {
    name: 'operations',
    buildStart() {
      this.addWatchFile(OPERATIONS);
      texts = documentTexts(readFileSync(OPERATIONS, 'utf8'));
    },
    resolveId: (id) => (id.startsWith(ONE) ? { id, moduleSideEffects: false } : null),
    load(id) {
      if (id === OPERATIONS)
        return {
          code: [...texts.keys()].map((name) => `export { ${name} } from ${JSON.stringify(ONE + name)};`).join('\n'),
          moduleType: 'js',
          moduleSideEffects: false,
        };
      if (!id.startsWith(ONE)) return null;
      const name = id.slice(ONE.length);
      return {
        code: `import { parse } from 'graphql';\nexport const ${name} = /* @__PURE__ */ parse(${JSON.stringify(texts.get(name))}, { noLocation: true });`,
        moduleType: 'js',
      };
    },
  };
}

/** @type {import('vite').UserConfig} */
export default {
  root: here,
  plugins: [operations()],
  resolve: {
    alias: [
      { find: '@marquee/client/operations', replacement: join(sdk, 'operations.ts') },
      { find: '@marquee/client', replacement: join(sdk, 'index.ts') },
    ],
  },
  // `npm run dev -w @marquee/web`, beside a supergraph that runs already.
  server: { port: 5173, proxy: { '/graphql': { target: process.env.API ?? 'http://localhost:4000', ws: true, changeOrigin: true } } },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|use-sync-external-store)[\\/]/ },
            {
              name: 'graphql',
              test: /node_modules[\\/](@apollo|graphql|graphql-ws|rxjs|tslib|optimism|@wry|@graphql-typed-document-node)[\\/]/,
            },
          ],
        },
      },
    },
  },
};
