export * from './heavy';
