export { type ConsumerOptions, type Consumers, type FactHandler, type FactHandlers, type HandlerContext, startConsumers } from './consumer';
export type { After, RawSql, TransactionalDatabase } from './database';
export { appendAll, BULK, type Fact, type FactOf, inBulk } from './outbox';
export { type Lag, type Relay, type RelayOptions, startRelay } from './relay';
export {
  type Changing,
  DEAD_LETTER,
  deadLetters,
  type DeadLetter,
  factsHealth,
  type FactsHealth,
  registerFacts,
  replayWanted,
  wantReplay,
  type WhichDeadLetters,
} from './upkeep';
export { prune, type Pruned, republish } from './retention';
