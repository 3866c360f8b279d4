export type { After, RawSql, TransactionalDatabase } from './database';
export { append, appendAll, createOutbox, type Fact, type FactOf, type Outbox } from './outbox';
