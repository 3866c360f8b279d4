import config from './jest.config.js';

/** `npm run test:long`: processes, replicas, crashes, Redis, large counts. `npm test` leaves these out. */
export default { ...config, testMatch: ['**/*.long.test.ts'], testPathIgnorePatterns: config.testPathIgnorePatterns.slice(0, -1) };
