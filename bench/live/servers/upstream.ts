import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { tell } from '../../measure/worker';
import { people } from '../message';
import { Channel } from './channel';
import { publishDoor } from './publish-door';

/** What is behind our gateway in this benchmark: a chat that tells of messages, and a second subgraph that knows the people who write. */
export interface UpstreamReady {
  readonly supergraphSdl: string;
  /** Where messages are published. */
  readonly chatPort: number;
}

const chat = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    room: ID
  }
  type Subscription {
    messageAdded(roomId: ID!): Message!
  }
  type Message {
    id: ID!
    sequence: Int!
    text: String!
    sentAt: String!
    sender: User
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

const channel = new Channel();
const personById = ({ id }: { id: string }) => people.find((person) => person.id === id);

const chatSchema = buildSubgraphSchema({
  typeDefs: chat,
  resolvers: {
    Subscription: { messageAdded: { subscribe: () => channel.listen((message) => ({ messageAdded: message })) } },
  },
});
const usersSchema = buildSubgraphSchema({
  typeDefs: users,
  resolvers: {
    Query: { user: (_: unknown, reference: { id: string }) => personById(reference) },
    User: { __resolveReference: personById },
  },
});

async function main(): Promise<void> {
  const publish = publishDoor((message) => channel.publish(message));
  const chatServer = createServer((request, response) => {
    if (request.url === '/publish') return publish(request, response);
    void answer(chatSchema, request).then((body) => response.setHeader('content-type', 'application/json').end(body));
  });
  const usersServer = createServer((request, response) => {
    void answer(usersSchema, request).then((body) => response.setHeader('content-type', 'application/json').end(body));
  });
  useServer({ schema: chatSchema }, new WebSocketServer({ server: chatServer, path: '/graphql', perMessageDeflate: false }));
  const [chatPort, usersPort] = [await listen(chatServer), await listen(usersServer)];

  const { supergraphSdl, errors } = composeServices([
    { name: 'chat', url: `http://127.0.0.1:${chatPort}/graphql`, typeDefs: chat },
    { name: 'users', url: `http://127.0.0.1:${usersPort}/graphql`, typeDefs: users },
  ]);
  if (!supergraphSdl) throw new Error(`The benchmark's subgraphs do not compose: ${errors?.map((error) => error.message).join('; ')}`);
  tell({ supergraphSdl, chatPort } satisfies UpstreamReady);
}

async function answer(schema: GraphQLSchema, request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString()) as {
    query: string;
    variables?: Record<string, unknown>;
    operationName?: string;
  };
  return JSON.stringify(await graphql({ schema, source: query, variableValues: variables, operationName }));
}

function listen(server: Server): Promise<number> {
  server.keepAliveTimeout = 0;
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

void main();
