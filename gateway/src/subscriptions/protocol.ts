import { MessageType, validateMessage, type Message } from 'graphql-ws';
import type { GraphQLFormattedError } from 'graphql';
import { isFields } from '../objects';

/**
 * Reads one message of graphql-transport-ws; throws when the text is not one. A subscribe may leave out its query when it names a document
 * by its hash: such a query is empty.
 */
export function readMessage(text: string): Message {
  const message: unknown = JSON.parse(text);
  if (isFields(message) && message.type === MessageType.Subscribe && isFields(message.payload)) {
    const { payload } = message;
    if ((payload.query === undefined || payload.query === null) && namesDocument(payload))
      return validateMessage({ ...message, payload: { ...payload, query: '' } });
  }
  return validateMessage(message);
}

const namesDocument = ({ documentId, extensions }: Record<string, unknown>) =>
  typeof documentId === 'string' || (isFields(extensions) && isFields(extensions.persistedQuery));

/** The text before an event's payload, which is the same for everybody; `}` follows the payload. */
export const nextHead = (id: string) => `{"id":${JSON.stringify(id)},"type":"next","payload":`;

export const errorText = (id: string, errors: readonly GraphQLFormattedError[]) =>
  JSON.stringify({ id, type: MessageType.Error, payload: errors });

export const completeText = (id: string) => JSON.stringify({ id, type: MessageType.Complete });

/** Counts the messages of one client in a window of time. */
export class MessageCount {
  private count = 0;
  private windowEnds = 0;

  constructor(
    private readonly windowMs: number,
    private readonly now: () => number = monotonic,
  ) {}

  /** Returns the number of messages in this window, this one included. */
  add(): number {
    const now = this.now();
    if (now >= this.windowEnds) {
      this.windowEnds = now + this.windowMs;
      this.count = 0;
    }
    return ++this.count;
  }

  get secondsLeft(): number {
    return Math.max(1, Math.ceil((this.windowEnds - this.now()) / 1000));
  }
}

const monotonic = () => performance.now();
