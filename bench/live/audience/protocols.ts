import { randomUUID } from 'node:crypto';
import { ROOM, SUBSCRIPTION, type Message } from '../message';

/** How one kind of server is talked to. */
export interface Protocol {
  readonly path: string;
  readonly subprotocol?: string;
  /** For each socket anew. */
  converse(token?: string): Conversation;
}

export interface Conversation {
  /** What the client says first. */
  readonly greeting?: string;
  /** A chat message, or what to answer, or nothing. Throws at what should not come. */
  read(text: string): { readonly message?: Message; readonly reply?: string };
}

export type ProtocolName = keyof typeof protocols;

/** Every socket has an id of its own, as graphql-ws and Apollo Client give: a server cannot send all of them the very same bytes. */
const graphqlWs: Protocol = {
  path: '/graphql',
  subprotocol: 'graphql-transport-ws',
  converse(token) {
    const id = randomUUID();
    return {
      greeting: JSON.stringify({ type: 'connection_init', ...(token ? { payload: { token } } : {}) }),
      read(text) {
        const frame = JSON.parse(text) as { type: string; id?: string; payload?: { data?: { messageAdded: Message }; errors?: unknown } };
        switch (frame.type) {
          case 'next':
            if (frame.id !== id || !frame.payload?.data || frame.payload.errors) throw new Error(`unexpected: ${text.slice(0, 300)}`);
            return { message: frame.payload.data.messageAdded };
          case 'connection_ack':
            return {
              reply: JSON.stringify({
                id,
                type: 'subscribe',
                payload: { operationName: 'MessageAdded', query: SUBSCRIPTION, variables: { roomId: ROOM } },
              }),
            };
          case 'ping':
            return { reply: '{"type":"pong"}' };
          case 'pong':
            return {};
          default:
            throw new Error(`unexpected: ${text.slice(0, 300)}`);
        }
      },
    };
  },
};

/** The bare server sends the same frames and expects to hear nothing. */
const bare: Protocol = {
  path: '/',
  converse: () => ({
    read: (text) => ({ message: (JSON.parse(text) as { payload: { data: { messageAdded: Message } } }).payload.data.messageAdded }),
  }),
};

const EVENT = '42["messageAdded",';

/** Socket.IO 4 over Engine.IO 4, WebSocket from the start. */
const socketIo: Protocol = {
  path: '/socket.io/?EIO=4&transport=websocket',
  converse: () => ({
    read(text) {
      if (text.startsWith(EVENT)) return { message: JSON.parse(text.slice(EVENT.length, -1)) as Message };
      if (text.startsWith('0')) return { reply: '40' };
      if (text === '2') return { reply: '3' };
      if (text.startsWith('40')) return {};
      throw new Error(`unexpected: ${text.slice(0, 300)}`);
    },
  }),
};

export const protocols = { 'graphql-ws': graphqlWs, bare, 'socket.io': socketIo } as const satisfies Record<string, Protocol>;
