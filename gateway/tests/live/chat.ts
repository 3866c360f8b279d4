import { createMemoryBus, GraphError, sequencedStream, silentLogger, type Caller, type LiveStart } from '@marquee/platform';
import type { SubgraphPlan } from '../kit';

export interface Said {
  sequence: number;
  author: string;
}

interface Context {
  caller: Caller;
  live?: LiveStart;
}

/** What a subgraph must say to use `@cacheControl`. */
export const cacheLinks = `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@composeDirective", "@interfaceObject", "@shareable", "@external", "@requires"]
    )
    @link(url: "https://specs.marquee.dev/cache/v1.0", import: ["@cacheControl", "CacheControlScope"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

/** And `@live`. */
export const liveLinks = (liveSpec = 'https://specs.marquee.dev/live/v1.0') => `
  ${cacheLinks}
  extend schema @link(url: "${liveSpec}", import: ["@live"]) @composeDirective(name: "@live")
  directive @live(cursor: String, covers: [String!]) on FIELD_DEFINITION
`;

/**
 * Rooms in which people speak, with the platform's own streams, and a second subgraph that knows the people. What a test may turn:
 * who is sent away, who is in a block with whom, and how the owner takes a start.
 */
export function aChat(liveSpec?: string) {
  const bus = createMemoryBus({ logger: silentLogger });
  const rooms = new Map<string, Said[]>();
  const gone = new Set<string>();
  const unclear = new Set<string>();
  const blocks = new Map<string, string>();
  const state = { beforeStart: async (_live: LiveStart | undefined): Promise<void> => {} };
  const namesAsked = { count: 0 };
  const following = new Set<Break>();
  const room = (id: string) => rooms.get(id) ?? rooms.set(id, []).get(id)!;
  const rights = (viewerId: string | undefined) => `rights:${viewerId}`;

  const chat: SubgraphPlan = {
    name: 'chat',
    sdl: `${liveLinks(liveSpec)}
      type Query { rooms: Int! }
      type Subscription { said(room: ID!, since: Int): Said! @live(cursor: "since", covers: ["Said.text"]) }
      type Said {
        sequence: Int!
        author: Person!
        "Not for whoever is in a block with the author."
        text: String @cacheControl(scope: PRIVATE)
        "Another for each viewer."
        secret: String! @cacheControl(scope: PRIVATE)
        note: Note!
      }
      "Private as a type."
      type Note @cacheControl(scope: PRIVATE) { viewer: String! }
      type Person @key(fields: "id") { id: ID! }
    `,
    resolvers: {
      Query: { rooms: () => rooms.size },
      Subscription: {
        said: {
          subscribe: async (_: unknown, { room: id, since }: { room: string; since?: number | null }, { caller, live }: Context) => {
            await state.beforeStart(live);
            const viewerId = caller.viewer?.id;
            const allowed = () => {
              if (viewerId !== undefined && unclear.has(viewerId)) throw new Error('The database is away.');
              return viewerId === undefined || !gone.has(viewerId);
            };
            if (!allowed()) throw new GraphError('NOT_FOUND', 'This room does not exist.');
            if (since != null && since > room(id).length) throw new GraphError('RESYNC_REQUIRED', 'The room does not reach that far.');
            const stream = await sequencedStream<Said>({
              bus,
              channel: `room:${id}`,
              since,
              currentSequence: async () => room(id).length,
              loadAfter: async (sequence, limit) => room(id).slice(sequence, sequence + limit),
              sequenceOf: ({ sequence }) => sequence,
              rights: { allowed: async () => allowed(), channels: [rights(viewerId)] },
              start: live,
              apart: async () => viewerId !== undefined && blocks.has(viewerId),
            });
            return live?.mode === 'follow' ? breakable(stream, following) : stream;
          },
          resolve: (said: Said) => said,
        },
      },
      Said: {
        author: ({ author }: Said) => ({ id: author }),
        text: ({ author, sequence }: Said, _: unknown, { caller, live }: Context) => {
          const toAll = live?.mode === 'follow' && live.shared === true;
          return !toAll && blocks.get(caller.viewer?.id ?? '') === author ? null : `message ${sequence}`;
        },
        secret: (_: Said, __: unknown, { caller }: Context) => `only for ${caller.viewer?.id ?? 'visitors'}`,
        note: (_: Said, __: unknown, { caller }: Context) => ({ viewer: caller.viewer?.id ?? 'visitor' }),
      },
    },
  };
  const people: SubgraphPlan = {
    name: 'people',
    sdl: `${cacheLinks}
      type Query { people: Int! }
      type Person @key(fields: "id") {
        id: ID!
        name: String!
        friend: Person!
        "What the viewer wrote about them."
        memo: String! @cacheControl(scope: PRIVATE)
      }
    `,
    resolvers: {
      Query: { people: () => 0 },
      Person: {
        __resolveReference: ({ id }: { id: string }) => (namesAsked.count++, { id }),
        name: ({ id }: { id: string }) => `Name of ${id}`,
        friend: ({ id }: { id: string }) => ({ id: `${id}'s friend` }),
        memo: (_: unknown, __: unknown, { caller }: Context) => `written by ${caller.viewer?.id ?? 'a visitor'}`,
      },
    },
  };
  return {
    plans: [chat, people],
    state,
    /** How often the second subgraph was asked for somebody. */
    namesAsked,
    say(count = 1, { room: id = 'r', author = 'ada' } = {}): void {
      for (let said = 0; said < count; said++) {
        const sequence = room(id).length + 1;
        room(id).push({ sequence, author });
        void bus.push(`room:${id}`, { sequence });
      }
    },
    sendAway(viewerId: string): void {
      gone.add(viewerId);
      void bus.push(rights(viewerId), {});
    },
    /** For a while nobody can tell whether somebody may read. */
    askInVain(viewerId: string): void {
      unclear.add(viewerId);
      void bus.push(rights(viewerId), {});
    },
    askAgain: (viewerId: string) => void unclear.delete(viewerId),
    /** Of two people; it shows in what the viewer may read of the author. */
    block(viewerId: string, author: string, { announced = true } = {}): void {
      blocks.set(viewerId, author);
      if (announced) void bus.push(rights(viewerId), {});
    },
    /** Data streams that are open. */
    following: () => following.size,
    /** As if the owner's database went away under them. */
    breakStreams(): void {
      for (const fail of [...following]) fail(new Error('The database is away.'));
    },
    length: (id = 'r') => room(id).length,
    close: () => bus.close(),
  };
}

type Break = (error: Error) => void;

/** The same stream, kept in a set while it is open, and able to fail from outside. */
function breakable(stream: AsyncIterableIterator<Said>, open: Set<Break>): AsyncIterableIterator<Said> {
  let fail: Break = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = (error) => {
      reject(error);
      close();
    };
  });
  failure.catch(() => undefined);
  const close = () => {
    open.delete(fail);
    void stream.return?.();
  };
  open.add(fail);
  return {
    next: () => Promise.race([stream.next(), failure]),
    async return() {
      close();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export type Chat = ReturnType<typeof aChat>;
