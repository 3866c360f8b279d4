import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLHead } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { explorerPages } from '@marquee/gateway';
import { GraphError, serveSockets, type Logger, type Subgraph } from '@marquee/platform';
import { GraphQLError } from 'graphql';
import { WebSocketServer } from 'ws';
import { startApolloServer, type ApolloContext } from './apollo-server';
import { developmentCaller, VIEWER_HEADER } from './development-viewer';
import { serverTiming } from './server-timing';
import type { Viewers } from '@marquee/users/viewer';

const PATH = '/graphql';
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const HERE = new Set(['localhost', '127.0.0.1', '[::1]']);

const FIRST_QUERY = (name: string) => `# The subgraph "${name}" by itself, as a gateway sees it.
# To ask as somebody, set "viewer" to an address or a username in the global environment (top right).
{
  _service { sdl }
}
`;

export interface DevelopmentServerOptions {
  readonly port: number;
  readonly host: string;
  readonly viewers: Viewers;
  readonly logger: Logger;
}

export interface DevelopmentServer {
  readonly url: string;
  readonly explorerUrl: string;
  stop(): Promise<void>;
}

/**
 * Serves one subgraph to its developer by Apollo Server: HTTP and graphql-ws at /graphql, and an explorer. Whoever asks is believed to be
 * whom they name, so it answers this machine only.
 */
export async function serveToDeveloper(
  subgraph: Subgraph,
  { port, host, viewers, logger }: DevelopmentServerOptions,
): Promise<DevelopmentServer> {
  const explorer = explorerPages({
    firstQuery: FIRST_QUERY(subgraph.name),
    headers: { [VIEWER_HEADER]: '{{viewer}}' },
    variables: { viewer: '' },
  });
  const http = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'request failed');
      if (response.headersSent) response.destroy();
      else respondError(response, 500, new GraphQLError('Something went wrong.', { extensions: { code: 'INTERNAL_SERVER_ERROR' } }));
    });
  });
  const apollo = await startApolloServer(subgraph, [
    ApolloServerPluginDrainHttpServer({ httpServer: http }),
    serverTiming(subgraph.statements),
  ]);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, search } = new URL(request.url ?? '/', 'http://localhost');
    if (!isHere(request)) return respondError(response, 421, new GraphQLError('This server answers its own machine only.'));
    if (await explorer(request, response, path)) return;
    if (path === '/') return void response.writeHead(302, { location: '/explorer' }).end();
    if (path !== PATH) return respondError(response, 404, new GraphQLError(`There is nothing at this path: GraphQL is at ${PATH}.`));
    const body = await readJson(request);
    if (body instanceof GraphQLError) return respondError(response, 400, body);
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'GET', headers: headersOf(request), search, body },
      context: async () => ({ caller: await developmentCaller(viewers, request.headers[VIEWER_HEADER]) }),
    });
    await respond(response, answer);
  }

  const sockets = new WebSocketServer({
    server: http,
    path: PATH,
    maxPayload: MAX_BODY_BYTES,
    verifyClient: ({ req }: { req: IncomingMessage }) => isHere(req),
  });
  serveSockets(sockets, {
    subgraph,
    logger,
    refusal: new GraphQLError(`${VIEWER_HEADER} names nobody.`, { extensions: { code: 'UNAUTHENTICATED' } }),
    callerOf: (params) => developmentCaller(viewers, params?.[VIEWER_HEADER]),
  });

  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, host, resolve));
  const { port: listening } = http.address() as { port: number };
  const base = `http://${host === '127.0.0.1' ? 'localhost' : host}:${listening}`;
  return {
    url: `${base}${PATH}`,
    explorerUrl: `${base}/explorer`,
    async stop() {
      for (const socket of sockets.clients) socket.close(1012, 'Service restarts');
      sockets.close();
      // Its plugin lets what is under way end, and closes the server.
      await apollo.stop();
    },
  };
}

/** A page elsewhere may have its own name lead here (DNS rebinding), and would be believed to be anybody. */
function isHere({ headers, socket }: IncomingMessage): boolean {
  const name = headers.host?.replace(/:\d+$/, '').toLowerCase() ?? '';
  return HERE.has(name) || name === socket.localAddress;
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, [value].flat().join(', '));
  return headers;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return new GraphError('BAD_USER_INPUT', 'The body is too large.');
    chunks.push(chunk);
  }
  if (size === 0) return {};
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return new GraphError('BAD_USER_INPUT', 'The body is not JSON.');
  }
}

type ApolloAnswer = Awaited<ReturnType<ApolloServer<ApolloContext>['executeHTTPGraphQLRequest']>>;

async function respond(response: ServerResponse, { status, headers, body }: HTTPGraphQLHead & Pick<ApolloAnswer, 'body'>): Promise<void> {
  response.writeHead(status ?? 200, Object.fromEntries(headers));
  if (body.kind === 'complete') return void response.end(body.string);
  for await (const chunk of body.asyncIterator) response.write(chunk);
  response.end();
}

function respondError(response: ServerResponse, status: number, error: GraphQLError): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify({ errors: [error.toJSON()] }));
}
