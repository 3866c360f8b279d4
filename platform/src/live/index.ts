export { liveStream, type LiveStreamOptions } from './live-stream';
export { sequencedStream, type SequencedStreamOptions, type SequencePush } from './sequenced-stream';
export type { Rights } from './subscribe';
