export { admission, type AdmissionOptions } from './admission';
export { liveStream, type LivePositions, type LiveStreamOptions } from './live-stream';
export { LiveEvent, LiveNotice, liveStartOf, type LiveStart, type LiveState } from './protocol';
export { sequencedStream, type SequencedStreamOptions, type SequencePush } from './sequenced-stream';
export type { Rights } from './subscribe';
