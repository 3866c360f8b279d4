import { ApolloClient } from '@apollo/client';
import type { ApolloCache } from '@apollo/client/cache';
import { ApolloLink } from '@apollo/client/link';
import { HttpLink } from '@apollo/client/link/http';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import type { Client, ClientOptions } from 'graphql-ws';
import { finalize } from 'rxjs';
import { createCache } from './cache/cache.js';
import { loadRoom } from './live/rooms.js';
import type { ResumeOptions } from './live/resumption.js';
import { createSocket, socketUrlOf, type SocketOptions } from './live/socket.js';
import type { StreamRequest } from './live/streams.js';
import { LogoutDocument, RoomWithLogDocument } from './generated/operations.js';
import { RetryLink, type RetryOptions } from './retry/retry-link.js';
import { Session } from './session/session.js';
import { SessionLink } from './session/session-link.js';
import type { Tokens, TokenStore } from './session/tokens.js';

export interface MarqueeOptions {
  /** The API's address, `https://…/graphql`. */
  readonly url: string;
  /** The socket's, where it is another one. */
  readonly socketUrl?: string;
  /** What the app is called, in the logs and counters of the API. */
  readonly name: string;
  readonly version?: string;
  /** Where tokens are kept; in memory when left out. */
  readonly store?: TokenStore;
  /** The session has ended and nobody asked for it: show the sign-in. */
  readonly onSignedOut?: () => void;
  readonly cache?: ApolloCache;
  readonly fetch?: typeof fetch;
  readonly webSocketImpl?: ClientOptions['webSocketImpl'];
  readonly retry?: RetryOptions;
  readonly resume?: ResumeOptions;
  readonly retryWait?: SocketOptions['retryWait'];
}

export interface Marquee {
  readonly apollo: ApolloClient;
  readonly session: Session;
  readonly socket: Client;
  /** With `session` of a sign-in or a sign-up: the cache of the visitor goes, streams open anew. */
  signIn(tokens: Tokens): Promise<void>;
  /** Ends the session here and at the API. */
  signOut(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Apollo Client for this API, put together: its cache, its session, retries, and a socket that loses nothing. Queries and mutations go
 * over HTTP, subscriptions over graphql-ws, so it is the same in browsers, Node and React Native. Each part can be had alone.
 */
export function createMarquee(options: MarqueeOptions): Marquee {
  const { url, name, version, fetch: send } = options;
  const socketUrl = options.socketUrl ?? socketUrlOf(url);
  const named = { 'apollographql-client-name': name, ...(version ? { 'apollographql-client-version': version } : {}) };
  const session = new Session({
    url,
    headers: named,
    ...(options.store ? { store: options.store } : {}),
    ...(send ? { fetch: send } : {}),
    onEnd: () => {
      // Nobody asked for it, so requests under way are not broken off: they have their own refusals to tell.
      void idle().then(async () => {
        socket.terminate();
        await apollo.cache.reset();
        await apollo.refetchObservableQueries().catch(() => undefined);
      });
      options.onSignedOut?.();
    },
  });
  const socket = createSocket({
    url: socketUrl,
    session,
    ...(options.webSocketImpl ? { webSocketImpl: options.webSocketImpl } : {}),
    ...(options.retryWait ? { retryWait: options.retryWait } : {}),
    resume: {
      reload: (stream) => reload(apollo, stream),
      onGap: () => refetchOnce(),
      ...options.resume,
    },
  });
  let underWay = 0;
  const whenIdle: (() => void)[] = [];
  const idle = () => new Promise<void>((resolve) => (underWay === 0 ? resolve() : whenIdle.push(resolve)));
  const http = ApolloLink.from([
    new ApolloLink((operation, forward) => {
      underWay++;
      return forward(operation).pipe(
        finalize(() => {
          if (--underWay > 0) return;
          // What the last one resolves runs first.
          setTimeout(() => {
            for (const resolve of whenIdle.splice(0)) resolve();
          });
        }),
      );
    }),
    new RetryLink(options.retry),
    new SessionLink(session),
    new HttpLink({ uri: url, ...(send ? { fetch: send } : {}) }),
  ]);
  const apollo = new ApolloClient({
    cache: options.cache ?? createCache(),
    clientAwareness: { name, ...(version ? { version } : {}) },
    link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, new GraphQLWsLink(socket), http),
  });
  /** What streams without positions may have missed is on screens that are open; many streams break together, and one look is enough. */
  let due = false;
  const refetchOnce = () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      void apollo.refetchQueries({ include: 'active' });
    }, 100);
  };
  /** Nothing of one person is shown to the next, and streams are open in nobody else's name. */
  const forget = async () => {
    socket.terminate();
    await apollo.resetStore().catch(() => undefined);
  };
  return {
    apollo,
    session,
    socket,
    async signIn(tokens) {
      await session.begin(tokens);
      await forget();
    },
    async signOut() {
      await apollo.mutate({ mutation: LogoutDocument, fetchPolicy: 'no-cache', errorPolicy: 'all' }).catch(() => undefined);
      await session.end();
      await forget();
    },
    async stop() {
      apollo.stop();
      await socket.dispose();
    },
  };
}

/** Only the streams of rooms have a log that could be too short; a screen with the room's list is as new as this answer. */
async function reload(apollo: ApolloClient, { field, variables }: StreamRequest): Promise<number | null> {
  const { roomId } = variables;
  if (typeof roomId !== 'string') return null;
  if (field === 'roomChanged') return loadRoom(apollo, roomId);
  if (field !== 'messageAdded') return null;
  const { data } = await apollo.query({ query: RoomWithLogDocument, variables: { id: roomId }, fetchPolicy: 'network-only' });
  return data?.chatRoom ? (data.chatRoom.messages.nodes.at(-1)?.sequence ?? 0) : null;
}
