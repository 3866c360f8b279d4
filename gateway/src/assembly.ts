import { createRedisCache, Deeds, type Bus, type Logger } from '@marquee/platform';
import { Admission } from './admission';
import { DEFAULT_AUDIENCE, DEFAULT_ISSUER, JwtVerifier, refusingVerifier, type TokenVerifier } from './authenticate';
import { openEdition, type Ways } from './editions/edition';
import { Editions, type EditionsState } from './editions/editions';
import { openOffers } from './editions/offers';
import { silenceTelemetry } from './env';
import { explorerPages } from './explorer/explorer-pages';
import type { GatewayOptions } from './gateway-options';
import { ApiKeys } from './keys/api-keys';
import { KeyUsage } from './keys/key-usage';
import { Health } from './health';
import { ClientErrors } from './http/client-errors';
import { FileRoutes } from './http/file-routes';
import { GraphqlEndpoint } from './http/graphql-endpoint';
import { GraphqlRequests } from './http/graphql-requests';
import { Hosts } from './http/hosts';
import { Origins } from './http/origins';
import { GRAPHQL_PATH } from './http/paths';
import { PublicRoutes } from './http/public-routes';
import { sitePages } from './http/sites';
import { SchemaPage } from './http/schema-page';
import { RequestTimes } from './http/request-times';
import { HttpFront } from './http/server';
import { webAppPages } from './http/web-app';
import { LoopLag } from './limits/loop-lag';
import { RateLimitService } from './limits/rate-limit-field/rate-limit-service';
import type { RateSettings } from './limits/rate/allowance';
import { RateLimiter } from './limits/rate/rate-limiter';
import { memoryStore, redisStore } from './limits/rate/store';
import { InFlight } from './operation/in-flight';
import { trustedOperations } from './operation/warming';
import { operationNames } from './persisted/operation-names';
import { PersistedQueries } from './persisted/persisted-queries';
import { TrustedDocuments } from './persisted/trusted-documents';
import { loadNativePlanners } from './planning/native-planner';
import { Revocations } from './sessions/revocations';
import { SessionWatch } from './sessions/session-watch';
import type { GatewaySettings } from './settings';
import { OpenConnections } from './slots';
import { Hub } from './subscriptions/hub';
import { StreamEndpoint } from './subscriptions/stream-endpoint';
import { SocketEndpoint } from './subscriptions/socket-endpoint';
import type { Tracer } from './tracing/trace';
import { TestDoor } from './test-mode/test-door';
import { startTracing } from './tracing/tracing';
import { TransportPool } from './transport/transport-pool';
import { Metrics } from './watching/metrics';
import { OperationLog } from './watching/operation-log';

/** What every part of a gateway reports to. */
export interface Watching {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly operations: OperationLog;
  readonly keyUsage: KeyUsage;
}

export async function openWatching(settings: GatewaySettings, logger: Logger): Promise<Watching> {
  const { trustedDocuments, heldToTrusted } = settings;
  const clients = typeof heldToTrusted === 'string' ? [] : heldToTrusted;
  const metrics = new Metrics({ operations: operationNames(trustedDocuments), clients });
  const tracer = await startTracing(settings.tracing, logger);
  const keyUsage = new KeyUsage(logger);
  return { metrics, tracer, operations: new OperationLog(metrics, tracer, logger, keyUsage), keyUsage };
}

export function openWays(options: GatewayOptions, settings: GatewaySettings, metrics: Metrics): Ways {
  const rateLimitService = settings.rateLimitField ? new RateLimitService() : null;
  const routes = {
    subgraphs: options.subgraphs,
    serviceUrls: options.serviceUrls,
    transports: options.transports,
    passports: options.passports ?? null,
    timeoutMs: settings.callTimeoutMs,
    maxAnswerBytes: settings.maxAnswerBytes,
    bulkhead: settings.bulkhead,
    breaker: settings.breaker,
    upstream: settings.upstream,
  };
  return { pool: new TransportPool(routes, metrics), rateLimitService };
}

/** Loads the first supergraph and what plans for it, and takes those that follow it. */
export async function openEditions(
  { supergraphSdl, scalars, redisUrl, bus, logger }: GatewayOptions,
  settings: GatewaySettings,
  ways: Ways,
  { metrics, tracer }: Watching,
): Promise<{ editions: Editions; stop(): Promise<void> }> {
  if (settings.engine === 'apollo') silenceTelemetry();
  const native = settings.planning.planner === 'native' ? await loadNativePlanners(logger) : undefined;
  // Reading a kept plan takes longer than the native planner does.
  const planning = async () => ({ native, plans: redisUrl && bus && !native ? await planStore(redisUrl, bus, logger) : undefined });
  const texts = settings.trustedDocuments.map((one) => (typeof one === 'string' ? one : one.text));
  const parts = { settings, planning, scalars, ways, logger, metrics, tracer, trusted: trustedOperations(texts, logger) };
  const offers = await openOffers(supergraphSdl, ways.pool);
  try {
    const editions = new Editions(await openEdition(offers.first, parts), parts);
    offers.to((sdl) => editions.offer(sdl));
    const stop = async () => {
      await offers.stop();
      await editions.stop();
    };
    return { editions, stop };
  } catch (error) {
    await offers.stop();
    throw error;
  }
}

/** How the gateway knows who calls, and when a session has ended. */
export interface Identities {
  readonly verifier: TokenVerifier;
  readonly revocations: Revocations;
  readonly sessions: SessionWatch;
  /** Null where others verify: there are no keys then. */
  readonly apiKeys: ApiKeys | null;
  stop(): Promise<void>;
}

/** Resolves when the gateway knows which sessions have ended, or after some seconds without: what is consequential is then asked for. */
export async function openIdentities(
  { verifier, tokens, testMode, bus, logger }: GatewayOptions,
  { sessions: settings }: GatewaySettings,
  editions: Editions,
  { keyUsage }: Watching,
): Promise<Identities> {
  const revocations = new Revocations();
  const sessions = new SessionWatch({ revocations, owner: () => editions.current.sessionOwner, bus, settings, logger });
  editions.follow({
    changed: (now, before) => {
      if (now.sessionOwner && !now.sessionOwner.isLike(before.sessionOwner)) sessions.ownerChanged();
    },
  });
  await sessions.start();
  keyUsage.begin(() => editions.current.keyOwner);
  const jwt = () =>
    tokens ? new JwtVerifier({ issuer: DEFAULT_ISSUER, audience: DEFAULT_AUDIENCE, ...tokens, revocations, logger }) : refusingVerifier;
  const stop = async () => {
    await keyUsage.stop();
    await sessions.stop();
  };
  const isTestWorld = testMode === 'here';
  const keys = () => new ApiKeys({ owner: () => editions.current.keyOwner, revocations, tokens: jwt(), isTestWorld, logger });
  const apiKeys = verifier ? null : keys();
  return { verifier: verifier ?? apiKeys!, apiKeys, revocations, sessions, stop };
}

/** Where operations are admitted. */
export interface Door {
  readonly admission: Admission;
  stop(): Promise<void>;
}

export async function openDoor(
  { redisUrl, bus, logger }: GatewayOptions,
  settings: GatewaySettings,
  editions: Editions,
  { rateLimitService }: Ways,
  { sessions }: Identities,
  { metrics, keyUsage }: Watching,
): Promise<Door> {
  const { trustedDocuments, heldToTrusted } = settings;
  const limiter = settings.rates && (await createLimiter(settings.rates, redisUrl, logger));
  const loopLag = new LoopLag(settings.maxLoopLagMs);
  const admission = new Admission({
    editions,
    documents: new PersistedQueries(new TrustedDocuments(trustedDocuments, heldToTrusted)),
    limiter,
    loopLag,
    rateLimitService,
    inFlight: settings.sharesInFlight ? new InFlight() : null,
    sessions,
    keyUsage,
    deeds: bus ? new Deeds(bus) : null,
    showsPlans: settings.queryPlans,
    metrics,
  });
  const stop = async () => {
    await limiter?.close();
    loopLag.stop();
  };
  return { admission, stop };
}

/** The ways in: the HTTP server, streams over HTTP, and sockets on the same port. Nothing listens yet. */
export interface Fronts {
  readonly front: HttpFront;
  readonly health: Health;
  readonly hub: Hub;
  readonly streams: StreamEndpoint;
  readonly sockets: SocketEndpoint;
}

export function openFronts(
  { bus, publicRoutes = {}, passports, testMode, explorer: shownInExplorer = {}, sites = {}, webApp, files, logger }: GatewayOptions,
  settings: GatewaySettings,
  editions: Editions,
  { pool }: Ways,
  { admission }: Door,
  { verifier, apiKeys, revocations, sessions }: Identities,
  { metrics, operations, keyUsage }: Watching,
): Fronts {
  const health = new Health(
    {
      supergraph: async () => editions.state.refused === null,
      ...(bus ? { bus: async () => sessions.isListening && (await bus.healthy()) } : {}),
    },
    () => pool.transports,
    () => healthOf(editions.state, settings.limits.hideSchemaDetails),
  );
  const origins = new Origins(settings, logger);
  const hosts = new Hosts(settings.allowedHosts, logger);
  if (hosts.isOpen && settings.warnsOfAnyHost) logger.warn('any host is answered: ALLOWED_HOSTS names those that this gateway is for');
  const hub = new Hub(settings.live, metrics, logger);
  editions.follow(hub);
  const connections = new OpenConnections(settings.connections);
  const shared = { admission, hub, verifier, hosts, origins, revocations, connections, settings, operations, metrics, logger };
  const streams = new StreamEndpoint(shared);
  const clientErrors = new ClientErrors();
  const explorer = settings.explorer ? explorerPages({ ...shownInExplorer, firstQuery: settings.explorerQuery }) : null;
  const requests = new GraphqlRequests(admission);
  const graphql = new GraphqlEndpoint({ ...shared, requests, streams, clientErrors, hasExplorer: explorer !== null });
  const testDoor =
    apiKeys && testMode !== 'here'
      ? new TestDoor({ testMode: testMode ?? null, keys: apiKeys, keyUsage, revocations, origins, logger })
      : null;
  const front = new HttpFront({
    graphql,
    testDoor,
    clientErrors,
    health,
    hosts,
    origins,
    explorer,
    sites: sitePages(sites),
    webApp: webApp ? webAppPages(webApp) : null,
    schemaPage: new SchemaPage({
      schema: () => editions.current.engine.apiSchema,
      introspection: settings.limits.introspection,
      verifier,
      origins,
      trustedProxies: settings.trustedProxies,
    }),
    publicRoutes: new PublicRoutes(publicRoutes, origins, {
      passports: passports ?? null,
      timeoutMs: settings.callTimeoutMs,
      maxAnswerBytes: settings.maxAnswerBytes,
      logger,
    }),
    files: new FileRoutes(files ?? null, origins, logger),
    settings,
    times: new RequestTimes(metrics.meter, Object.keys(publicRoutes)),
    logger,
  });
  const sockets = new SocketEndpoint({ path: GRAPHQL_PATH, testDoor, ...shared });
  sockets.attach(front.server);
  return { front, health, hub, streams, sockets };
}

const healthOf = ({ refused, ...served }: EditionsState, hidesReason: boolean) => ({
  ...served,
  refused: refused && hidesReason ? { at: refused.at } : refused,
});

async function createLimiter(rates: RateSettings, redisUrl: string | undefined, logger: Logger): Promise<RateLimiter> {
  return new RateLimiter(rates, redisUrl ? await redisStore(rates, redisUrl, logger) : memoryStore(rates));
}

/** Each plan is read once: it becomes an operation, which is kept. The store's own copies in memory would be of no use. */
const planStore = (url: string, bus: Bus, logger: Logger) => createRedisCache({ url, bus, logger, namespace: 'gateway-plans', limit: 1 });
