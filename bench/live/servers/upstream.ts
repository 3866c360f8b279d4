import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createMemoryBus,
  Meter,
  PassportOffice,
  sequencedStream,
  serveSubgraph,
  silentLogger,
  SubgraphExecutor,
  type Caller,
  type LiveStart,
} from '@marquee/platform';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { JSONWebKeySet } from 'jose';
import { answerQuestions, tell, workerInput } from '../../measure/worker';
import { people, type Message } from '../message';
import { publishDoor } from './publish-door';
import { readImports } from './read-imports';

/**
 * What is behind our gateway in this benchmark: a chat that tells of messages with the platform's own streams, admits each subscriber
 * for itself, and a second subgraph that knows the people who write. Both are served as the product's subgraphs are.
 */
export interface UpstreamInput {
  readonly passportSecret: string;
  /** Of those who sign the subscribers' tokens: served for the gateway. */
  readonly keys: JSONWebKeySet;
  /** Where the chat's process reads large imports, without end; nowhere unless said. */
  readonly heavy?: 'thread' | 'loop' | undefined;
}

/** Stops the chat and starts it again: its messages stay, as they would in a database. */
export type UpstreamQuestion = 'restart';

export interface UpstreamReady {
  readonly supergraphSdl: string;
  readonly keysUrl: string;
  /** Where messages are published. */
  readonly publishPort: number;
}

const chat = parse(/* GraphQL */ `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.marquee.dev/cache/v1.0", import: ["@cacheControl", "CacheControlScope"])
    @composeDirective(name: "@cacheControl")
    @link(url: "https://specs.marquee.dev/live/v1.0", import: ["@live"])
    @composeDirective(name: "@live")
  directive @cacheControl(scope: CacheControlScope) on FIELD_DEFINITION
  directive @live(cursor: String, covers: [String!]) on FIELD_DEFINITION
  enum CacheControlScope {
    PUBLIC
    PRIVATE
  }
  type Query {
    room: ID
  }
  type Subscription {
    messageAdded(roomId: ID!, since: Int): Message! @live(cursor: "since", covers: ["Message.text", "Message.sender"])
  }
  type Message {
    id: ID!
    sequence: Int!
    text: String! @cacheControl(scope: PRIVATE)
    sentAt: String!
    sender: User @cacheControl(scope: PRIVATE)
  }
  type User @key(fields: "id", resolvable: false) {
    id: ID!
  }
`);

const users = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    user(id: ID!): User
  }
  type User @key(fields: "id") {
    id: ID!
    displayName: String!
    avatarUrl: String
  }
`);

const AWAY_MS = 1_000;

interface Context {
  readonly caller: Caller;
  readonly live?: LiveStart;
}

/** A message, and where it stands in the room: probes stand there too, so this is not the message's own number. */
interface Stored {
  readonly position: number;
  readonly message: Message;
}

const bus = createMemoryBus({ logger: silentLogger });
const stored: Stored[] = [];
const personById = ({ id }: { id: string }) => people.find((person) => person.id === id);

function publish(message: Message): void {
  const position = stored.length + 1;
  stored.push({ position, message });
  void bus.push('room', { sequence: position });
}

const chatSchema = buildSubgraphSchema({
  typeDefs: chat,
  resolvers: {
    Subscription: {
      messageAdded: {
        subscribe: (_: unknown, { since }: { since?: number | null }, { caller, live }: Context) =>
          sequencedStream<Stored>({
            bus,
            channel: 'room',
            since,
            currentSequence: async () => stored.length,
            loadAfter: async (position, limit) => stored.slice(position, position + limit),
            sequenceOf: ({ position }) => position,
            rights: { allowed: async () => true, channels: [`rights:${caller.viewer?.id}`] },
            start: live,
            apart: async () => false,
          }),
        resolve: ({ message }: Stored) => message,
      },
    },
  } as never,
});
const usersSchema = buildSubgraphSchema({
  typeDefs: users,
  resolvers: {
    Query: { user: (_: unknown, reference: { id: string }) => personById(reference) },
    User: { __resolveReference: personById },
  },
});

async function main(): Promise<void> {
  const { passportSecret, keys, heavy } = workerInput<UpstreamInput>();
  const passports = new PassportOffice(passportSecret);
  const serve = (name: string, schema: GraphQLSchema, resources = {}, port = 0) => {
    const executor = new SubgraphExecutor<Context>(schema, (caller, live) => ({ caller, live }), silentLogger);
    const subgraph = {
      name,
      schema,
      execute: executor.execute.bind(executor),
      subscribe: executor.subscribe.bind(executor),
      readiness: async () => ({}),
      drain: async () => {},
      runJob: async () => false,
      metrics: async () => '',
      statements: { count: 0 },
      meter: new Meter(),
      health: async () => ({ status: 'healthy' as const, checks: { database: { ok: true, ms: 1 }, bus: { ok: true }, facts: null } }),
      stop: async () => {},
      resources,
    };
    return serveSubgraph(subgraph, { port, host: '127.0.0.1', passports, logger: silentLogger });
  };
  const serveChat = (port?: number) => serve('chat', chatSchema, { '/keys': async () => keys }, port);
  let chatServer = await serveChat();
  const usersServer = await serve('users', usersSchema);
  const publishPort = await listen(createServer(publishDoor(publish)));
  if (heavy) void readImports(heavy).catch((error: unknown) => setImmediate(() => Promise.reject(error)));
  tell({
    supergraphSdl: compose({ chat: [chatServer.url, chat], users: [usersServer.url, users] }),
    keysUrl: new URL('/keys', chatServer.url).href,
    publishPort,
  } satisfies UpstreamReady);
  answerQuestions<UpstreamQuestion>(async () => {
    const { port } = new URL(chatServer.url);
    await chatServer.stop();
    await sleep(AWAY_MS);
    chatServer = await serveChat(Number(port));
    return {};
  });
}

function compose(subgraphs: Record<string, readonly [string, DocumentNode]>): string {
  const services = Object.entries(subgraphs).map(([name, [url, typeDefs]]) => ({ name, url, typeDefs }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(`The benchmark's subgraphs do not compose: ${errors?.map((error) => error.message).join('; ')}`);
  return supergraphSdl;
}

function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = 0;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

void main();
