export * from './fresh-database';
export * from './statements';
