import { liveStream, sequencedStream, type SequencedStreamOptions } from '../live';
import type { Sources } from '../live/subscribe';
import type { LiveStart } from '../live';
import type { AnyKept } from './step';

/** What a stream needs of a request. */
interface Streaming {
  readonly kept: Pick<AnyKept, 'bus'>;
  readonly live?: LiveStart;
  fresh(): this;
}

/** How a stream notices that its reader has lost the right to it; `allowed` is asked with nothing loaded, null rights last for ever. */
interface Right<Context> {
  /** May the reader still have this? False ends the stream. Asked after each load and whenever a channel of `endsOn` speaks. */
  allowed(fresh: Context): Promise<boolean>;
  /** Channels on which a change of rights is announced. */
  endsOn?: readonly string[];
}

export interface PushStream<Context, Push, Value> extends Right<Context> {
  channel: string | readonly string[];
  /** What a push means for this reader, read with nothing loaded; null is passed over. */
  load(push: Push, fresh: Context): Value | null | Promise<Value | null>;
  /** Pushes were lost: what the reader should have instead, for example the present state. Without it the loss passes silently. */
  onGap?(fresh: Context): Promise<readonly Value[]>;
  /** Asks `onGap` first: the reader is told how things stand before anything happens. */
  beginsWithGap?: boolean;
  /** Another bus in place of the subgraph's own. */
  bus?: Sources['bus'];
  /** How many pushes may wait for a slow reader; one more, and the oldest are lost. Default 256. */
  keep?: number;
}

/** A stream of what happens: each push becomes one value, or none. */
export const followPushes = <Context extends Streaming, Push, Value>(
  context: Context,
  { channel, load, onGap, allowed, endsOn, bus = context.kept.bus, keep, beginsWithGap }: PushStream<Context, Push, Value>,
): Promise<AsyncIterableIterator<Value>> =>
  liveStream<Push, Value>({
    bus,
    channel,
    ...(keep === undefined ? {} : { keep }),
    ...(beginsWithGap ? { beginsWithGap } : {}),
    load: (push) => load(push, context.fresh()),
    ...(onGap ? { onGap: () => onGap(context.fresh()) } : {}),
    rights: { allowed: () => allowed(context.fresh()), channels: endsOn },
  });

export interface StateStream<Context, Push extends { version: number }, Value> {
  /** Where changes are pushed; a push carries the version that the change made. */
  channel: string;
  /** The state as the viewer may see it now, read with nothing loaded; null when they may not see it any more, which ends the stream. `push` is null after a gap. */
  look(fresh: Context, push: Push | null): Promise<Value | null>;
  versionOf(value: Value): number;
  /** The version that the reader has: what is not newer is passed over. Read it before the stream is opened. */
  version: number;
  /** Channels on which a change of rights is announced; the stream's own among them where its changes may take the right away. */
  endsOn?: readonly string[];
  /** True where each push is a message of its own; otherwise changes that come faster than the reader takes them are told as one, the last. */
  everyPush?: boolean;
}

/**
 * A stream of the state of one thing. What was read for a message also decides about the right to it, so a message costs one
 * read. Pushes of two processes may overtake each other: one that is older than what was sent is passed over.
 */
export function followState<Context extends Streaming, Push extends { version: number }, Value>(
  context: Context,
  { channel, look, versionOf, version, endsOn = [], everyPush = false }: StateStream<Context, Push, Value>,
): Promise<AsyncIterableIterator<Value>> {
  const { live: start, kept } = context;
  let sent = (start?.mode === 'follow' ? start.after : null) ?? version;
  let looked: Promise<Value | null> | undefined;
  const present = (push: Push | null) => (looked = look(context.fresh(), push));
  const update = async (push: Push | null): Promise<Value | null> => {
    if (push && push.version <= sent) return null;
    const value = await present(push);
    if (value === null || versionOf(value) <= sent) return null;
    sent = versionOf(value);
    return value;
  };
  return liveStream<Push, Value>({
    bus: kept.bus,
    channel,
    ...(everyPush ? {} : { keep: 1 }),
    load: update,
    onGap: async () => [await update(null)].filter((value) => value !== null),
    rights: {
      async allowed() {
        const value = await (looked ?? present(null));
        looked = undefined;
        return value !== null;
      },
      // What comes on the stream's own channel is looked at anyway; but a reader who is only admitted has no messages.
      channels: start?.mode === 'admit' ? endsOn : endsOn.filter((name) => name !== channel),
    },
    live: { start, position: sent, positionOf: versionOf },
  });
}

export interface SequenceStream<Context, Row>
  extends
    Right<Context>,
    Pick<SequencedStreamOptions<Row>, 'channel' | 'since' | 'currentSequence' | 'loadAfter' | 'sequenceOf' | 'apart'> {}

/** A stream of the rows of a gap-free sequence: everything after `since` first, then live, nothing missing and nothing twice. */
export const followSequence = <Context extends Streaming, Row>(
  context: Context,
  { allowed, endsOn, ...options }: SequenceStream<Context, Row>,
): Promise<AsyncIterableIterator<Row>> =>
  sequencedStream<Row>({
    ...options,
    bus: context.kept.bus,
    start: context.live,
    rights: { allowed: () => allowed(context.fresh()), channels: endsOn },
  });
