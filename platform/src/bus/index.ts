export type { Bus, Delivery, Envelope, Handler, ListenOptions, Stop } from './bus';
export { createMemoryBus, type MemoryBusOptions } from './memory';
