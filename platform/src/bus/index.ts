export type { Bus, Envelope, Handler, ListenOptions, Stop } from './bus';
export { createBus } from './create';
export { createMemoryBus, type MemoryBusOptions } from './memory';
export { createRedisBus, type RedisBusOptions } from './redis';
export { waitBefore, type Backoff } from './backoff';
