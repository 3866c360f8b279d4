export * from './comparison';
export { type CopiesOf, type KeptCollection, type RowFact, type ToldCollection } from './copies';
export * from './facts';
export * from './want';
