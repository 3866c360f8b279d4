import tseslint from 'typescript-eslint';

// The import rules of the design: platform imports packages only, gateway and subgraphs import platform (and the shared topics),
// stack imports all. Resolvers import no Prisma and no Redis; only env.ts reads the environment.
const packages = ['gateway', 'stack', 'users', 'events', 'curation', 'social', 'payments'];
const forbidImports = (...names) => ({
  'no-restricted-imports': [
    'error',
    { patterns: names.map((group) => ({ group: [group], message: 'The import rules are in docs/decisions/layout.md.' })) },
  ],
});
const workspace = (...allowed) => packages.filter((name) => !allowed.includes(name)).map((name) => `@marquee/${name}`);
const acrossPackages = ['**/platform/src/**', '**/gateway/src/**', '**/stack/src/**', '**/subgraphs/**'];

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/generated/**', '**/dist/**', '.cache/**', '.data/**', 'gateway/explorer/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in env.ts alone and pass settings on.' },
      ],
    },
  },
  { files: ['platform/src/**/*.ts'], rules: forbidImports('@marquee/*', ...acrossPackages.slice(1)) },
  {
    files: ['gateway/**/*.ts'],
    ignores: ['gateway/bench/**'],
    rules: forbidImports(...workspace('gateway'), '@marquee/schema/*', '**/stack/src/**', '**/subgraphs/**'),
  },
  // The web app knows the API by its package alone.
  {
    files: ['clients/web/**/*.{ts,tsx}'],
    rules: forbidImports(...workspace(), '@marquee/platform', '@marquee/schema/*', '**/sdk/**', ...acrossPackages),
  },
  { files: ['subgraphs/**/*.ts'], rules: forbidImports(...workspace(), '**/gateway/**', '**/stack/**') },
  {
    files: ['subgraphs/*/src/**/*.resolvers.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/generated/prisma/**', '@prisma/*', 'ioredis', 'pg', '**/db'],
              message: 'A resolver routes; services and loaders talk to the database.',
            },
            { group: workspace(), message: 'The import rules are in docs/decisions/layout.md.' },
          ],
        },
      ],
    },
  },
  {
    files: [
      '**/env.ts',
      '**/*.test.ts',
      'platform/src/testing/**',
      '**/tests/**',
      'stack/bench/**',
      'gateway/bench/**',
      'bench/**',
      'subgraphs/*/bench/**',
      '**/fixtures/**',
      '**/journeys/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: [
      'stack/src/**',
      'stack/bench/**',
      'gateway/bench/**',
      'bench/**',
      'subgraphs/*/bench/**',
      '**/fixtures/**',
      'subgraphs/*/model/**',
      'clients/docs/snippets/**',
    ],
    rules: { 'no-console': 'off' },
  },
);
