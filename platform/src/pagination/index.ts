export * from './connection';
export * from './cursor';
export * from './keyset';
export * from './pages';
