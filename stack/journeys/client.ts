import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getOperationAST, OperationTypeNode, type DocumentNode } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import possibleTypes from '../../schema/possible-types.json';
import { operation } from './operations';

// Browsers and Node 22 have it; Apollo's link looks for it when a socket fails.
globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a journey reads the answer's shape from the operation it sent
export type Data = any;

/** A live stream as the app sees it: messages in order, waited for one by one. */
/** Resolves when a stream of messages has ended as one does whose right is gone; it may still have told that somebody left, and nothing that is said. */
export async function endsSaying(live: Live): Promise<void> {
  for (;;) {
    const told: Data = await live.next().catch((error: Error) => error);
    if (told instanceof Error) {
      if (!/ended|4403|Forbidden|closed|Socket/i.test(told.message)) throw told;
      return;
    }
    if (told.messageAdded.text !== null) throw new Error(`Still heard: ${told.messageAdded.text}`);
  }
}

export interface Live {
  /** The next message; rejects when the stream ends or fails first, or after ten seconds. */
  next(): Promise<Data>;
  /** Takes messages until one fits. */
  until(fits: (data: Data) => boolean): Promise<Data>;
  /** Everything that has arrived and was not taken. */
  readonly waiting: readonly Data[];
  stop(): void;
}

/**
 * An app of one person: the real Apollo Client 4 over HttpLink and GraphQLWsLink, as the web app is built. Without `accessToken` a
 * visitor's.
 */
export class App {
  accessToken: string | null = null;
  private readonly socket: Client;
  private readonly apollo: ApolloClient;
  private readonly sockets = new Set<WebSocket>();

  /** `clientName`: as which app it says it is. */
  constructor(
    readonly endpoint: string,
    clientName?: string,
    /** Sent beside the token, on sockets in the first message. */
    headers: Readonly<Record<string, string>> = {},
  ) {
    const known = this.sockets;
    class KnownSocket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        known.add(this);
        this.once('close', () => known.delete(this));
      }
    }
    this.socket = createClient({
      url: endpoint.replace(/^http/, 'ws'),
      webSocketImpl: KnownSocket,
      retryAttempts: 5,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
      shouldRetry: () => true,
      connectionParams: () => ({ ...headers, ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}) }),
    });
    const authorise = new SetContextLink((previous) => ({
      ...previous,
      headers: {
        ...(previous.headers as object),
        ...headers,
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
      },
    }));
    this.apollo = new ApolloClient({
      ...(clientName ? { clientAwareness: { name: clientName } } : {}),
      cache: new InMemoryCache({ possibleTypes }),
      link: ApolloLink.split(
        ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
        new GraphQLWsLink(this.socket),
        authorise.concat(new HttpLink({ uri: endpoint })),
      ),
    });
  }

  /** Answers data and errors, as the app would get them. */
  async ask(nameOrDocument: string | DocumentNode, variables: Record<string, unknown> = {}): Promise<{ data: Data; error?: unknown }> {
    const document = typeof nameOrDocument === 'string' ? operation(nameOrDocument) : nameOrDocument;
    const [definition] = document.definitions;
    const isMutation = definition?.kind === 'OperationDefinition' && definition.operation === OperationTypeNode.MUTATION;
    const answer = isMutation
      ? await this.apollo.mutate({ mutation: document, variables, fetchPolicy: 'no-cache', errorPolicy: 'all' })
      : await this.apollo.query({ query: document, variables, fetchPolicy: 'no-cache', errorPolicy: 'all' });
    return { data: answer.data, ...(answer.error ? { error: answer.error } : {}) };
  }

  /** As ask, and fails on any error. */
  async do(nameOrDocument: string | DocumentNode, variables: Record<string, unknown> = {}): Promise<Data> {
    const { data, error } = await this.ask(nameOrDocument, variables);
    if (error)
      throw new Error(
        `${typeof nameOrDocument === 'string' ? nameOrDocument : 'The operation'} failed: ${JSON.stringify(error)} ${String(error)}`,
      );
    return data;
  }

  /** A mutation whose success is taken for granted: answers the success value of its only field. */
  async succeed(name: string, input: Record<string, unknown>): Promise<Data> {
    const data = await this.do(name, { input });
    const [outcome] = Object.values(data as Record<string, { __typename: string }>);
    if (!outcome!.__typename.endsWith('Success')) throw new Error(`${name} was refused: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  /** A mutation that must be refused: answers the refusal. */
  async refused(name: string, input: Record<string, unknown>): Promise<Data> {
    const data = await this.do(name, { input });
    const [outcome] = Object.values(data as Record<string, { __typename: string; code?: string }>);
    if (!outcome!.code) throw new Error(`${name} was not refused: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  live(nameOrDocument: string | DocumentNode, variables: Record<string, unknown>): Live {
    const document = typeof nameOrDocument === 'string' ? operation(nameOrDocument) : nameOrDocument;
    const name = getOperationAST(document)?.name?.value ?? 'The stream';
    const waiting: Data[] = [];
    const takers: { resolve: (data: Data) => void; reject: (error: Error) => void }[] = [];
    let ended: Error | null = null;
    const end = (error: Error) => {
      ended = error;
      for (const taker of takers.splice(0)) taker.reject(error);
    };
    const subscription = this.apollo.subscribe({ query: document, variables, fetchPolicy: 'no-cache', errorPolicy: 'all' }).subscribe({
      next: (message) => {
        if (message.error) return end(new Error(`${name} failed: ${String(message.error)}`));
        const taker = takers.shift();
        if (taker) taker.resolve(message.data);
        else waiting.push(message.data);
      },
      error: (error: unknown) => end(error instanceof Error ? error : new Error(String(error))),
      complete: () => end(new Error(`${name} has ended.`)),
    });
    const next = async (): Promise<Data> => {
      if (waiting.length) return waiting.shift();
      if (ended) throw ended;
      let deadline: NodeJS.Timeout | undefined;
      try {
        return await new Promise((resolve, reject) => {
          deadline = setTimeout(() => reject(new Error(`${name}: nothing arrived within ten seconds.`)), 10_000);
          takers.push({ resolve, reject });
        });
      } finally {
        clearTimeout(deadline);
      }
    };
    return {
      next,
      async until(fits) {
        for (;;) {
          const data = await next();
          if (fits(data)) return data;
        }
      },
      waiting,
      stop: () => subscription.unsubscribe(),
    };
  }

  /** Cuts the connection as a tunnel does: no close frame, no goodbye. */
  dropSocket(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  async close(): Promise<void> {
    this.apollo.stop();
    await this.socket.dispose();
  }
}

/** Repeats a question until the answer fits: for facts that travel between subgraphs. Fails after `withinMs`. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean, withinMs: number, what: string): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms. Last answer: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
