import { closeAll } from './fresh-database';

// The modules are loaded once for many test files: each closes what it opened.
afterAll(closeAll);
