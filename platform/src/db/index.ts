export * from './database';
export * from './embedded';
export * from './explain';
export * from './migrate';
export * from './new-migration';
export { sqlState, UNIQUE_VIOLATION } from './postgres-errors';
export * from './rows';
export { FILLING, type TransactionOptions } from './transaction';
export * from './keep-newer';
