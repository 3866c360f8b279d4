import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { CloseCode, makeServer, type Context as SocketContext, type ServerOptions, type SubscribePayload } from 'graphql-ws';
import type { WebSocketServer } from 'ws';
import { liveStartOf } from '../live';
import type { Logger } from '../logger';
import type { Caller } from '../viewer';
import type { SubgraphRequest } from './executor';
import type { Subgraph } from './subgraph';

/** What a client said when it opened its socket; not to be believed by itself. */
export type ConnectionParams = Readonly<Record<string, unknown>> | undefined;

export interface SocketOptions {
  readonly subgraph: Subgraph;
  readonly logger: Logger;
  /** Whose operation it is. Throws for one that is refused: its client gets `refusal`, the log the reason. */
  callerOf(params: ConnectionParams, payload: SubscribePayload): Caller | Promise<Caller>;
  readonly refusal: GraphQLError;
}

/** Serves a subgraph over graphql-ws. */
export function serveSockets(sockets: WebSocketServer, { subgraph, logger, callerOf, refusal }: SocketOptions): void {
  const options: ServerOptions = {
    onSubscribe: async ({ connectionParams }: SocketContext, _id, payload) => {
      const { query, variables, operationName, extensions } = payload;
      let caller: Caller;
      try {
        caller = await callerOf(connectionParams, payload);
      } catch (error) {
        logger.warn({ reason: (error as Error).message }, 'refused an operation on a socket');
        return [refusal];
      }
      // graphql-ws reads the kind of operation from the document and hands these arguments to execute or subscribe below untouched.
      const document = parseOrNull(query);
      if (!document) return [new GraphQLError('The document cannot be parsed.', { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })];
      return {
        document,
        operationName,
        request: { query, variables, operationName, caller, live: liveStartOf(extensions?.live) },
      } as never;
    },
    // Results are formatted already; without this, graphql-ws would format their errors as if graphql-js had made them.
    onNext: (_context, _id, _payload, _args, result) => result,
    execute: ((args: { request: SubgraphRequest }) => subgraph.execute(args.request)) as never,
    subscribe: ((args: { request: SubgraphRequest }) => subgraph.subscribe(args.request)) as never,
  };
  const protocol = makeServer(options);
  sockets.on('connection', (socket, request) => {
    socket.on('error', (error) => logger.warn({ err: error }, 'socket error'));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => new Promise<void>((resolve, reject) => socket.send(data, (error) => (error ? reject(error) : resolve()))),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (listener) =>
          socket.on('message', (data) => {
            listener(String(data)).catch((error: unknown) => {
              logger.error({ err: error }, 'socket operation failed');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      { socket, request },
    );
    socket.once('close', (code, reason) => void closed(code, reason.toString()));
  });
}

function parseOrNull(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true });
  } catch {
    return null;
  }
}
