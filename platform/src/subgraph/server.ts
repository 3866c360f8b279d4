import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import { WebSocketServer } from 'ws';
import type { Logger } from '../logger';
import { operationBody, PASSPORT_HEADER, PassportError, type PassportOffice } from '../viewer';
import type { SubgraphRequest } from './executor';
import { routeAt, signedPart, type PublicHandler } from './public-route';
import { serveSockets } from './sockets';
import type { Subgraph } from './subgraph';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const PATH = '/graphql';

export interface SubgraphServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves one subgraph to gateways: POST /graphql and graphql-ws on the same path, both only with a passport made out for this subgraph
 * and this very request; /livez, /readyz, /health and /metrics for its operators. It is not a public server: bind it inside the cluster.
 */
export async function serveSubgraph(
  subgraph: Subgraph,
  { port, host, passports, logger }: { port: number; host: string; passports: PassportOffice; logger: Logger },
): Promise<SubgraphServer> {
  const seen = new SeenPassports();
  let stopping = false;

  const admit = (passport: string | undefined, body: string): SubgraphRequest['caller'] => {
    const admitted = passports.verify(subgraph.name, passport, body);
    if (!seen.first(admitted.id, admitted.expiresAt)) throw new PassportError('used before');
    return admitted.caller;
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (error instanceof PassportError) {
        logger.warn({ reason: error.message, correlationId: correlationOf(request) }, 'refused a request without a valid passport');
        return answer(response, 401, {
          errors: [{ message: 'This service answers the gateway only.', extensions: { code: 'PASSPORT_REFUSED' } }],
        });
      }
      logger.error({ err: error, correlationId: correlationOf(request) }, 'request failed');
      if (!response.headersSent)
        answer(response, 500, { errors: [{ message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
      else response.destroy();
    });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  // Longer than the gateway's pool keeps a socket, so that the pool never writes into a socket we are closing.
  server.keepAliveTimeout = 65_000;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0];
    if (path === '/livez') return answer(response, 200, { status: 'alive' });
    if (path === '/readyz') {
      const checks = await subgraph.readiness();
      const ready = !stopping && Object.values(checks).every(Boolean);
      return answer(response, ready ? 200 : 503, { status: ready ? 'ready' : stopping ? 'stopping' : 'not ready', checks });
    }
    if (path === '/health') {
      const health = await subgraph.health();
      return answer(response, health.status === 'unavailable' || stopping ? 503 : 200, health);
    }
    if (path === '/metrics')
      return void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(await subgraph.metrics());
    const resource = path === undefined ? undefined : subgraph.resources?.[path];
    if (resource && request.method === 'GET') return answer(response, 200, await resource());
    const handler = path === undefined || path === PATH ? undefined : routeAt(subgraph.publicHandlers ?? {}, path);
    if (handler) return servePublic(request, response, handler, admit);
    if (path !== PATH || request.method !== 'POST')
      return answer(response, 404, { errors: [{ message: 'Nothing here.', extensions: { code: 'NOT_FOUND' } }] });
    const body = (await readBody(request))?.toString('utf8');
    if (body === undefined)
      return answer(response, 413, { errors: [{ message: 'The body is too large.', extensions: { code: 'BAD_USER_INPUT' } }] });
    const header = request.headers[PASSPORT_HEADER];
    const caller = admit(typeof header === 'string' ? header : undefined, body);
    const { query, variables, operationName } = JSON.parse(body) as Omit<SubgraphRequest, 'caller'>;
    const { traceparent } = request.headers;
    return answer(
      response,
      200,
      await subgraph.execute({
        ...{ query, variables, operationName, caller },
        traceparent: typeof traceparent === 'string' ? traceparent : undefined,
      }),
    );
  }

  const sockets = new WebSocketServer({ server, path: PATH, maxPayload: MAX_BODY_BYTES, perMessageDeflate: false });
  // Every operation brings its own passport, so a socket alone proves nothing and init needs no payload.
  serveSockets(sockets, {
    subgraph,
    logger,
    refusal: new GraphQLError('This service answers the gateway only.', { extensions: { code: 'PASSPORT_REFUSED' } }),
    callerOf: (_socket, { query, variables, operationName, extensions }) =>
      admit(
        typeof extensions?.passport === 'string' ? extensions.passport : undefined,
        operationBody({ query, variables, operationName, live: extensions?.live }),
      ),
  });

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}${PATH}`,
    async stop() {
      stopping = true;
      for (const socket of sockets.clients) socket.close(1012, 'Service restarts');
      sockets.close();
      await closeServer(server);
    },
  };
}

/** As the gateway told it beside the passport: for the log alone. */
const correlationOf = ({ headers }: IncomingMessage) => headers['x-correlation-id'];

/** Passports are good for one use: a copied request is refused while its passport would still be valid. Bounded by their lifetime. */
class SeenPassports {
  private readonly ids = new Map<string, number>();

  first(id: string, expiresAt: number): boolean {
    if (this.ids.has(id)) return false;
    this.ids.set(id, expiresAt + 10_000);
    const now = Date.now();
    for (const [old, until] of this.ids) {
      if (until > now) break;
      this.ids.delete(old);
    }
    return true;
  }
}

/** Only what a gateway signed comes in, as with operations. */
async function servePublic(
  request: IncomingMessage,
  response: ServerResponse,
  handler: PublicHandler,
  admit: (passport: string | undefined, body: string) => SubgraphRequest['caller'],
): Promise<void> {
  const body = await readBody(request);
  if (body === null)
    return answer(response, 413, { errors: [{ message: 'The body is too large.', extensions: { code: 'BAD_USER_INPUT' } }] });
  const { method = 'GET', url = '/' } = request;
  const { [PASSPORT_HEADER]: passport, ...headers } = request.headers as Record<string, string>;
  const caller = admit(passport, signedPart(method, url, body));
  const [path = '/', query = ''] = url.split(/\?(.*)/s);
  const result = await handler({ method, path, query, headers, body, caller });
  response.writeHead(result.status, { ...result.headers }).end(result.body);
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), 5_000);
  await closed;
  clearTimeout(deadline);
}
