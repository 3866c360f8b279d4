import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createRedisCache, type Bus, type Logger, type PassportOffice } from '@marquee/platform';
import {
  DEFAULT_AUDIENCE,
  DEFAULT_ISSUER,
  JwtVerifier,
  refusingVerifier,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './authenticate';
import { Admission } from './admission';
import { operationNames } from './persisted/operation-names';
import { PersistedQueries } from './persisted/persisted-queries';
import { TrustedDocuments } from './persisted/trusted-documents';
import { Engine } from './operation/engine';
import { InFlight } from './operation/in-flight';
import { warm } from './operation/warming';
import { Health } from './health';
import { GraphqlFront } from './http/graphql';
import { Origins } from './http/origins';
import { EXPLORER_PATH, GRAPHQL_PATH, HttpFront, type Pages } from './http/server';
import { OpenConnections } from './slots';
import { Pulse } from './limits/loop-lag';
import type { RateSettings } from './limits/rate/allowance';
import { RateLimiter } from './limits/rate/rate-limiter';
import { memoryStore, redisStore } from './limits/rate/store';
import { OwnService } from './limits/rate-limit-field/rate-limit-service';
import { OWN_SERVICE } from './limits/rate-limit-field/rate-limit-field';
import { Revocations } from './revocations';
import { completeSettings, type GatewaySettingsInput } from './settings';
import { SocketEndpoint } from './subscriptions/endpoint';
import { Hub, type LiveStatistics } from './subscriptions/hub';
import { MultipartEndpoint } from './subscriptions/multipart';
import { loadSupergraph } from './supergraph/supergraph';
import { chooseTransports, type LocalSubgraph, type SubgraphTransport } from './transport';
import { startTracing } from './tracing/tracing';
import { watched } from './transport/watched';
import { serveMetrics } from './watching/serve-metrics';
import { OperationLog } from './watching/operation-log';
import { watchState } from './watching/state';
import { Watch } from './watching/gateway-metrics';

/** So long what is under way when a gateway stops may take, or as long as it takes to send everybody away and a little longer. */
const ANSWERED_WITHIN_MS = 10_000;
const LAST_WORDS_MS = 3_000;

export interface GatewayOptions {
  /** As composition wrote it. */
  supergraphSdl: string;
  /** Subgraphs of this process; all others are called at the address in the supergraph, or in `serviceUrls` by name. */
  subgraphs?: readonly LocalSubgraph[];
  serviceUrls?: Readonly<Record<string, string>>;
  transports?: Readonly<Record<string, SubgraphTransport>>;
  /** Signs who calls, for subgraphs over HTTP. */
  passports?: PassportOffice;
  /** How access tokens are checked. Without it every token is refused, with a message that says why. */
  tokens?: Pick<TokenVerifierOptions, 'keys'> & Partial<Pick<TokenVerifierOptions, 'issuer' | 'audience'>>;
  verifier?: TokenVerifier;
  /** Brings word of sessions that ended early. */
  bus?: Bus;
  /** Where operations are counted for all gateways together; without it each counts for itself. */
  redisUrl?: string;
  logger: Logger;
  /** 0 for any free one. */
  port: number;
  host: string;
  settings?: GatewaySettingsInput;
}

export interface Gateway {
  readonly url: string;
  readonly socketUrl: string;
  /** Null when the explorer is off. */
  readonly explorerUrl: string | null;
  /** Where Prometheus reads; null when metrics are not served. */
  readonly metricsUrl: string | null;
  readonly httpServer: Server;
  /** What is going on at this moment. */
  readonly statistics: {
    readonly sockets: number;
    readonly streams: number;
    readonly listeners: number;
    readonly planning: number;
    readonly live: LiveStatistics;
  };
  /** Stops taking requests, lets those under way finish, and closes what it opened. */
  stop(): Promise<void>;
}

/** One endpoint for a supergraph: resolves when it is listening. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger, bus } = options;
  const settings = completeSettings(options.settings);
  const { trustedDocuments, heldToTrusted } = settings;
  const clients = typeof heldToTrusted === 'string' ? [] : heldToTrusted;
  const watch = new Watch({ operations: operationNames(trustedDocuments), clients });
  const tracer = await startTracing(settings.tracing, logger);
  const operations = new OperationLog(watch, tracer, logger);
  const { planning, rateLimitField } = settings;
  const { redisUrl } = options;
  const plans = redisUrl && bus ? await planStore(redisUrl, bus, logger) : undefined;
  const supergraph = loadSupergraph(options.supergraphSdl, { planning, rateLimitField, plans, logger, watch });
  const own = supergraph.answersRateLimit ? new OwnService() : null;
  const ways = chooseTransports({
    services: supergraph.services,
    subgraphs: options.subgraphs,
    serviceUrls: options.serviceUrls,
    transports: own ? { ...options.transports, [OWN_SERVICE]: own } : options.transports,
    passports: options.passports ?? null,
    timeoutMs: settings.callTimeoutMs,
    maxAnswerBytes: settings.maxAnswerBytes,
    bulkhead: settings.bulkhead,
    breaker: settings.breaker,
    upstream: settings.upstream,
  });
  const transports = watched(ways, watch);
  const revocations = new Revocations();
  const stopListening = bus ? await revocations.listen(bus, logger) : async () => {};
  const verifier =
    options.verifier ??
    (options.tokens
      ? new JwtVerifier({ issuer: DEFAULT_ISSUER, audience: DEFAULT_AUDIENCE, ...options.tokens, revocations, logger })
      : refusingVerifier);
  const engine = new Engine({
    supergraph,
    transports,
    limits: settings.limits,
    timeoutMs: settings.operationTimeoutMs,
    logger,
    watch,
    tracer,
  });
  const limiter = settings.rates && (await createLimiter(settings.rates, options.redisUrl, logger));
  const pulse = new Pulse(settings.maxLoopLagMs);
  const documents = new PersistedQueries(new TrustedDocuments(trustedDocuments, heldToTrusted));
  const inFlight = settings.sharesInFlight ? new InFlight() : null;
  const admission = new Admission({ engine, documents, limiter, pulse, own, inFlight, showsPlans: settings.queryPlans, watch });
  const graphql = new GraphqlFront(admission);
  const health = new Health(bus ? { bus: async () => revocations.isListening && (await bus.healthy()) } : {});
  const origins = new Origins(settings.allowedOrigins);
  const hub = new Hub(settings.live, watch, logger);
  const connections = new OpenConnections(settings.connections);
  const live = { admission, hub, verifier, origins, revocations, connections, settings, operations, watch, logger };
  const streams = new MultipartEndpoint(live);
  const front = new HttpFront({
    graphql,
    streams,
    verifier,
    health,
    origins,
    explorer: settings.explorer ? explorerPages(settings.explorerQuery) : null,
    settings,
    operations,
    logger,
  });
  const sockets = new SocketEndpoint({ path: GRAPHQL_PATH, ...live });
  sockets.attach(front.server);
  watchState(watch, { ways, engine, hub, sockets, streams });
  const metrics = settings.metricsPort === null ? null : await serveMetrics(watch, settings.metricsPort, options.host);
  await front.listen(options.port, options.host);
  const stopping = new AbortController();
  const trusted = trustedDocuments.map((one) => (typeof one === 'string' ? one : one.text));
  const warmed = warm(engine, trusted, stopping.signal, logger);

  const { port } = front.server.address() as AddressInfo;
  const origin = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
  return {
    url: `http://${origin}${GRAPHQL_PATH}`,
    socketUrl: `ws://${origin}${GRAPHQL_PATH}`,
    explorerUrl: settings.explorer ? `http://${origin}${EXPLORER_PATH}` : null,
    metricsUrl: metrics?.url ?? null,
    httpServer: front.server,
    get statistics() {
      return {
        sockets: sockets.socketCount,
        streams: streams.streamCount,
        listeners: hub.listenerCount,
        planning: engine.preparingCount,
        live: hub.live,
      };
    },
    async stop() {
      health.stopping = true;
      if (settings.drain.noticeMs) await pause(settings.drain.noticeMs);
      await Promise.all([
        front.drain(Math.max(ANSWERED_WITHIN_MS, settings.drain.withinMs + LAST_WORDS_MS)),
        sockets.stop(),
        streams.stop(),
      ]);
      await stopListening();
      await limiter?.close();
      pulse.stop();
      await Promise.all([...transports.values()].map((transport) => transport.close()));
      stopping.abort();
      await supergraph.stop();
      await warmed;
      await metrics?.stop();
      await tracer.stop();
    },
  };
}

async function createLimiter(rates: RateSettings, redisUrl: string | undefined, logger: Logger): Promise<RateLimiter> {
  return new RateLimiter(rates, redisUrl ? await redisStore(rates, redisUrl, logger) : memoryStore(rates));
}

/** Each plan is read once: it becomes an operation, which is kept. The store's own copies in memory would be of no use. */
const planStore = (url: string, bus: Bus, logger: Logger) => createRedisCache({ url, bus, logger, namespace: 'gateway-plans', limit: 1 });

/** The explorer's package is loaded by the first who asks for it: it would slow down every start. */
function explorerPages(firstQuery: string | undefined): Pages {
  let pages: Promise<Pages> | undefined;
  return async (request, response, path) => {
    if (path !== EXPLORER_PATH && !path.startsWith(`${EXPLORER_PATH}/`)) return false;
    pages ??= import('./explorer/explorer').then(({ createExplorer }) => createExplorer(firstQuery));
    return (await pages)(request, response, path);
  };
}
