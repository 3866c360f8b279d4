export * from './comparison';
export { type CopiesOf, type DeleteRow, type KeptCollection, type RowFact, type ToldCollection } from './copies';
export { MAY_TAKE_MS } from './copies.sql';
export * from './facts';
export * from './want';
