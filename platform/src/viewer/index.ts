export * from './viewer';
export * from './passport';
export * from './api-key';
export * from './network-prefix';
