import { admission } from './admission';
import { closable } from './closable';
import type { Mailbox } from './mailbox';
import { LiveEvent, LiveNotice, unseen, type LiveStart } from './protocol';
import { stillAllowed, subscribe, type Sources } from './subscribe';

export interface SequencedStreamOptions<Row> extends Omit<Sources, 'keep'> {
  /** The last sequence the reader has. Null or undefined: from now on. */
  since?: number | null;
  /** The highest sequence there is now. */
  currentSequence: () => Promise<number>;
  /** Rows after a sequence, ascending, at most `limit`. The sequence must be given in commit order and without holes. */
  loadAfter: (sequence: number, limit: number) => Promise<readonly Row[]>;
  sequenceOf: (row: Row) => number;
  /** Rows for each load; default 100. No more than these are ever in memory for one reader. */
  pageSize?: number;
  /** For fields with `@live`: how the stream was asked for. The sequence is the position. */
  start?: LiveStart;
  /** For fields with `@live(covers:)`: must this reader have a stream of its own? */
  apart?: () => Promise<boolean>;
}

/** What is pushed on the channel of a sequenced stream: the newest sequence. Nothing at all means: look. */
export interface SequencePush {
  sequence?: number;
}

/**
 * Everything after `since`, first from the database and then live, in order, nothing missing and nothing twice. The channel is
 * joined before the database is read, so that nothing falls between the two; a push only says that there is something to read
 * after the last row sent, so that lost, repeated and overtaking pushes change nothing.
 */
export async function sequencedStream<Row>(options: SequencedStreamOptions<Row>): Promise<AsyncIterableIterator<Row>> {
  const { bus, rights, start, apart, since, currentSequence } = options;
  if (start?.mode === 'admit') return unseen(await admission({ bus, rights, position: await currentSequence(), apart }));
  const { mailbox, leave } = await subscribe<SequencePush | null | undefined>({ ...options, keep: 64 });
  try {
    const after = start?.after === undefined ? since : start.after;
    const from = after ?? (await currentSequence());
    const rows = deliver(mailbox, options, from);
    return closable(start ? withPositions(rows, options, from) : rows, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function* withPositions<Row>(
  rows: AsyncGenerator<Row, void, undefined>,
  { sequenceOf }: SequencedStreamOptions<Row>,
  from: number,
): AsyncGenerator<Row, void, undefined> {
  yield new LiveNotice({ position: from }) as Row;
  for await (const row of rows) yield new LiveEvent(row, { position: sequenceOf(row) }) as Row;
}

async function* deliver<Row>(
  mailbox: Mailbox<SequencePush | null | undefined>,
  { loadAfter, sequenceOf, rights, pageSize = 100 }: SequencedStreamOptions<Row>,
  from: number,
): AsyncGenerator<Row, void, undefined> {
  let sent = from;
  for (;;) {
    const rows = await loadAfter(sent, pageSize);
    if (!(await stillAllowed(rights))) return;
    for (const row of rows) {
      if (mailbox.isClosed) return;
      if (mailbox.takeRights() && !(await stillAllowed(rights))) return;
      yield row;
      sent = sequenceOf(row);
    }
    if (rows.length === pageSize) continue;
    if (!(await somethingNew(mailbox, sent, () => stillAllowed(rights)))) return;
  }
}

/** Waits until there may be something after `sent`; false when the stream is to end. */
async function somethingNew(
  mailbox: Mailbox<SequencePush | null | undefined>,
  sent: number,
  allowed: () => Promise<boolean>,
): Promise<boolean> {
  for (;;) {
    const letter = await mailbox.take();
    if (letter.kind === 'closed') return false;
    if (letter.kind === 'rights') {
      if (!(await allowed())) return false;
    } else if (letter.kind === 'gap' || letter.push?.sequence === undefined || letter.push.sequence > sent) return true;
  }
}
