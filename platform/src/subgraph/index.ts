export * from './sdl';
export * from './schema';
export * from './assemble';
export * from './executor';
export * from './subgraph';
export * from './server';
export * from './run';
