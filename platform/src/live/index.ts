export { admission, type AdmissionOptions } from './admission';
export { DEEDS, Deeds, type Deed, type DeedsPush } from './deeds';
export { followed, type Followers } from './followed';
export { liveStream, type LivePositions, type LiveStreamOptions } from './live-stream';
export { OPEN_STREAMS, OpenStreams, TOLD_EVERY_MS, type OpenStream, type StreamsPush } from './open-streams';
export { LiveEvent, LiveNotice, liveStartOf, type LiveStart, type LiveState } from './protocol';
export { sequencedStream, type SequencedStreamOptions, type SequencePush } from './sequenced-stream';
export type { Rights } from './subscribe';
