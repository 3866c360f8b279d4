/**
 * What a gateway that shares streams and the owner of a stream say to each other beside GraphQL, in `extensions.live` of the start and
 * of each answer. Fields that speak it carry `@live` in the SDL; docs/decisions/live.md tells why it is so.
 */

/** How a stream is asked for. Without any, a stream is for one reader and says nothing of this. */
export type LiveStart =
  /**
   * The reader's right to the stream and nothing else: the checks of a start, then ACCEPTED, then silence for as long as the right lasts;
   * the end of the stream is the end of the right.
   */
  | { readonly mode: 'admit' }
  /**
   * The events, each with its position. `after` takes the place of the field's own cursor argument: everything after that position, or
   * with null from now on. Without `after` the argument holds. `shared`: the events go to everybody who was admitted and is not apart, so
   * fields that `@live(covers:)` names are resolved as those see them, not as the reader in whose name the stream is opened.
   */
  | { readonly mode: 'follow'; readonly after?: number | null; readonly shared?: boolean };

/** What an answer of such a stream says. */
export interface LiveState {
  /** Of an event: where it stands in the channel; grows. Of an answer without an event: where the channel stood when the stream began. */
  readonly position?: number;
  /** The reader has the right to the stream. */
  readonly accepted?: true;
  /** This reader does not see the fields that `@live(covers:)` names as the others see them, and must not share them. */
  readonly apart?: boolean;
}

/** Yielded by a stream in place of an event. */
export class LiveNotice {
  constructor(readonly state: LiveState) {}
}

/** An event with its position; its execution gets the value alone. */
export class LiveEvent<Value> {
  constructor(
    readonly value: Value,
    readonly state: LiveState,
  ) {}
}

/** Notices and positioned events travel as if they were values: only the executor of the subgraph meets them, and takes them apart. */
export const unseen = <Value>(stream: AsyncIterableIterator<unknown>) => stream as AsyncIterableIterator<Value>;

/** Reads `extensions.live` of a start; anything else is ignored, as unknown extensions are. */
export function liveStartOf(given: unknown): LiveStart | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { mode, after, shared } = given as { mode?: unknown; after?: unknown; shared?: unknown };
  if (mode === 'admit') return { mode };
  if (mode !== 'follow') return undefined;
  const valid = after === null || Number.isSafeInteger(after);
  return { mode, ...(valid ? { after: after as number | null } : {}), ...(shared === true ? { shared } : {}) };
}
