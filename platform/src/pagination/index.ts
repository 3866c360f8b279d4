export * from './cursor';
export * from './connection';
