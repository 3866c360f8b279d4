export type { Bus, Envelope, Handler, ListenOptions, Stop } from './bus';
export { createMemoryBus, type MemoryBusOptions } from './memory';
