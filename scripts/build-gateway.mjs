// Compiles the gateway into one file, gateway/dist/main.js, for production: it starts in half the time and needs less memory than
// through tsx, and calls between its modules cost nothing. Packages of others stay outside and are loaded from node_modules as ever;
// of the platform only what the gateway uses gets in.
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Another folder may be named. */
const folder = resolve(process.argv[2] ?? join(root, 'gateway/dist'));

/** What begins with a name is a package. */
const PACKAGE = /^[^./]/;

await build({
  absWorkingDir: root,
  entryPoints: ['gateway/src/main.ts'],
  outfile: join(folder, 'main.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
  // The platform asks for files of packages in parts that the gateway does not use.
  logOverride: { 'require-resolve-not-external': 'silent' },
  plugins: [
    {
      name: 'packages-outside',
      setup({ onResolve }) {
        onResolve({ filter: PACKAGE }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@marquee/') ? undefined : { path, external: true, sideEffects: false },
        );
      },
    },
  ],
});

// Beside whatever starts it; it needs no compiling.
const PLANNER = 'planner-process.cjs';
copyFileSync(join(root, 'gateway/src/planning', PLANNER), join(folder, PLANNER));
