import { closable } from './closable';
import type { Mailbox } from './mailbox';
import { subscribe, type Rights, type Sources } from './subscribe';

export interface LiveStreamOptions<Push, Value> extends Sources {
  /**
   * What a push means for this reader; null or undefined is passed over. It runs when the reader is ready for the next value, so it
   * may read the database: pushes that outrun the reader wait in the bounded queue, not as loads under way.
   */
  load: (push: Push) => Value | null | undefined | Promise<Value | null | undefined>;
  /** Pushes were lost: answers what the reader should have instead, for example the present state. Without it the loss passes silently. */
  onGap?: () => readonly Value[] | Promise<readonly Value[]>;
}

/**
 * From pushes on the bus to the async iterator of a GraphQL subscription. Resolves when the bus is being listened to, so that what a
 * client does after its subscription was accepted is seen by it. For state, pass `keep: 1` and read the state in `load`: only the
 * newest push waits.
 */
export async function liveStream<Push, Value>(options: LiveStreamOptions<Push, Value>): Promise<AsyncIterableIterator<Value>> {
  const { mailbox, leave } = await subscribe<Push>(options);
  return closable(deliver(mailbox, options), leave);
}

async function* deliver<Push, Value>(
  mailbox: Mailbox<Push>,
  { load, onGap, rights }: LiveStreamOptions<Push, Value>,
): AsyncGenerator<Value, void, undefined> {
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

export const stillAllowed = async (rights: Rights | undefined): Promise<boolean> => !rights || rights.allowed();
