export type { ChunkDone, LongWork, WorkEnd, WorkState, WorkTurn } from './long-work';
export { workChannel, WORK_WAITS } from './long-work';
export { cancelWork, collectWork, forgetWorkOf, startWork, type NewWork } from './queue';
export { pruneWork, registerWork } from './upkeep';
export { Workers, type WorkersOptions } from './workers';
