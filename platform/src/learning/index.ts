export * from './adoption';
export * from './figures';
export * from './held-out';
export * from './learned-model';
export * from './lesson';
export * from './versions';
