import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

/** The build that a process of the product loads. */
const commonJs = (name: string) => createRequire(import.meta.url).resolve(name);

/** `npm test`: what needs Node only, and small counts. `vitest.long.config.mts` has the rest. */
export default defineConfig({
  // What is tested loads the CommonJS build, as the packages beside it do: there must be one graphql.
  resolve: {
    alias: {
      graphql: 'graphql/index.js',
      'graphql-shield': commonJs('graphql-shield'),
      // Snippets of the documentation import the package by its name; here that is its source.
      '@marquee/client/operations': `${import.meta.dirname}/clients/sdk/src/operations.ts`,
      '@marquee/client': `${import.meta.dirname}/clients/sdk/src/index.ts`,
    },
  },
  test: {
    globals: true,
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.data/**', '**/*.long.test.ts'],
    globalSetup: ['platform/src/testing/global-setup.ts'],
    setupFiles: ['platform/src/testing/setup.ts'],
    reporters: ['default', './scripts/last-line-reporter.mjs'],
    pool: 'forks',
    // A worker loads the product once for all its files; each file makes worlds of its own, so nothing of one reaches another.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
