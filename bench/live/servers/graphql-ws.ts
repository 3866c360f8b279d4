import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { workerInput } from '../../measure/worker';
import { Channel } from './channel';
import { publishDoor } from './publish-door';

/** graphql-ws as its documentation shows it: each subscriber has a stream of its own, and every event is executed for each of them. */
const schema = buildSchema(/* GraphQL */ `
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
  type User {
    id: ID!
    displayName: String!
    avatarUrl: String
  }
`);

const channel = new Channel();
const roots = { subscription: { messageAdded: () => channel.listen((message) => ({ messageAdded: message })) } };

const server = createServer(publishDoor((message) => channel.publish(message)));
useServer({ schema, roots }, new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }));
server.listen(workerInput<{ port: number }>().port, '127.0.0.1');
