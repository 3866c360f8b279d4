export * from './fetch-remote';
