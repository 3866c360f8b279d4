export * from './viewer';
export * from './passport';
