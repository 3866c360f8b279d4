import { admission } from './admission';
import { closable } from './closable';
import type { Mailbox } from './mailbox';
import { LiveEvent, LiveNotice, unseen, type LiveStart } from './protocol';
import { stillAllowed, subscribe, type Sources } from './subscribe';

export interface LiveStreamOptions<Push, Value> extends Sources {
  /**
   * What a push means for this reader; null or undefined is passed over. It runs when the reader is ready for the next value, so it
   * may read the database: pushes that outrun the reader wait in the bounded queue, not as loads under way.
   */
  load: (push: Push) => Value | null | undefined | Promise<Value | null | undefined>;
  /** Pushes were lost: returns what the reader should have instead, for example the present state. Without it the loss passes silently. */
  onGap?: () => readonly Value[] | Promise<readonly Value[]>;
  /** Asks `onGap` before anything else: the reader is first told how things stand. */
  beginsWithGap?: boolean;
  /** For fields with `@live`. */
  live?: LivePositions<Value>;
}

export interface LivePositions<Value> {
  /** How the stream was asked for. */
  start: LiveStart | undefined;
  /** Where the stream begins: `after`, if one was asked for, else where the channel stands. */
  position: number;
  positionOf: (value: Value) => number;
}

/**
 * From pushes on the bus to the async iterator of a GraphQL subscription. Resolves when the bus is being listened to, so that what a
 * client does after its subscription was accepted is seen by it. For state, pass `keep: 1` and read the state in `load`: only the
 * newest push waits.
 *
 * A stream that continues after a position asks `onGap` first: that is what its reader has missed.
 */
export async function liveStream<Push, Value>(options: LiveStreamOptions<Push, Value>): Promise<AsyncIterableIterator<Value>> {
  const { live, bus, rights } = options;
  if (live?.start?.mode === 'admit') return unseen(await admission({ bus, rights, position: live.position }));
  const { mailbox, leave } = await subscribe<Push>(options);
  const values = deliver(mailbox, options);
  return closable(live?.start ? withPositions(values, live) : values, leave);
}

async function* withPositions<Value>(
  values: AsyncGenerator<Value, void, undefined>,
  { position, positionOf }: LivePositions<Value>,
): AsyncGenerator<Value, void, undefined> {
  yield new LiveNotice({ position }) as Value;
  for await (const value of values) yield new LiveEvent(value, { position: positionOf(value) }) as Value;
}

async function* deliver<Push, Value>(
  mailbox: Mailbox<Push>,
  { load, onGap, rights, live, beginsWithGap }: LiveStreamOptions<Push, Value>,
): AsyncGenerator<Value, void, undefined> {
  if (beginsWithGap || (live?.start?.mode === 'follow' && live.start.after != null)) mailbox.gap();
  for (;;) {
    const letter = await mailbox.take();
    if (letter.kind === 'closed') return;
    const values = letter.kind === 'push' ? [await load(letter.push)] : letter.kind === 'gap' ? ((await onGap?.()) ?? []) : [];
    // After the load, not before: what was loaded was then there while the reader still had the right to it.
    if (!(await stillAllowed(rights))) return;
    for (const value of values) {
      if (mailbox.takeRights() && !(await stillAllowed(rights))) return;
      if (value !== null && value !== undefined) yield value;
    }
  }
}
