export * from './rules';
export * from './apply';
