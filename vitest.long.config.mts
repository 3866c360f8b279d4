import { defineConfig, mergeConfig } from 'vitest/config';
import config from './vitest.config.mjs';

/** `npm run test:long`: processes, replicas, crashes, Redis, large counts. */
const long = mergeConfig(config, defineConfig({}));
// Processes are started as they run in production.
long.test!.globalSetup = [...(config.test!.globalSetup as string[]), 'stack/journeys/compiled-processes.ts'];
long.test!.include = ['**/*.long.test.ts'];
long.test!.exclude = ['**/node_modules/**', '**/dist/**', '**/.data/**'];
export default long;
