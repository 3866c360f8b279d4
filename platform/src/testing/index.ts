export * from './fresh-database';
export * from './statements';
export * from './subgraph';
export * from './viewers';
export * from './eventually';
export * from './redis';
export * from './without-locks';
