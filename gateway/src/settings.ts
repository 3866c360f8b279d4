import type { TracingSettings } from '@marquee/platform';
import { DEFAULT_LIMITS, type Limits } from './limits/limits';
import { DEFAULT_RATES, type Allowance, type RateSettings } from './limits/rate/allowance';
import type { QueryPlans } from './operation/plan-text';
import type { HeldToTrusted, TrustedDocument } from './persisted/trusted-documents';
import type { PlanningSettings } from './planning/planner';
import type { SessionSettings } from './sessions/session-watch';
import type { BreakerSettings } from './transport/breaker';
import type { BulkheadSettings } from './transport/bulkhead';
import type { UpstreamSettings } from './transport/upstream-socket';

/** The settings of a gateway. Each has a safe default. */
export interface GatewaySettings {
  readonly limits: Limits;
  /** Whether the API has the field `rateLimit`, which the gateway resolves itself. */
  readonly rateLimitField: boolean;
  /** How much a person, a key and a network may do in a time; null for any amount. */
  readonly rates: RateSettings | null;
  /** The hosts that requests may name; none for any. `*.example.org` stands for all below a name. */
  readonly allowedHosts: readonly string[];
  /** True: that any host is answered is told at the start. */
  readonly warnsOfAnyHost: boolean;
  /** Web origins, besides the gateway's own, whose pages may call it; `*` for all. */
  readonly allowedOrigins: readonly string[];
  /** Whether pages of localhost may call it, too. */
  readonly localOrigins: boolean;
  /** Request headers of web pages of other origins, besides those of every GraphQL client. */
  readonly allowedHeaders: readonly string[];
  /** The operator's proxies in front: so many entries of x-forwarded-for, from the right, are believed. */
  readonly trustedProxies: number;
  /** `strict-transport-security` of responses that go out over TLS; null for none. */
  readonly strictTransport: string | null;
  readonly explorer: boolean;
  /** The query that the explorer shows at first. */
  readonly explorerQuery?: string;
  readonly maxBodyBytes: number;
  /** Documents that clients may call by the SHA-256 of their text without having sent it before. */
  readonly trustedDocuments: readonly TrustedDocument[];
  /** The clients whose other documents are refused. */
  readonly heldToTrusted: HeldToTrusted;
  /** Responses of a kilobyte or more are compressed for clients that accept it; a proxy in front may do it instead. */
  readonly compression: boolean;
  /** When the event loop is later than this, operations are refused with 503; 0 for never. */
  readonly maxLoopLagMs: number;
  /** True: a query runs once for all requests of the same viewer that ask for the very same while it is under way. */
  readonly sharesInFlight: boolean;
  /** For one call of a subgraph, its retries included. */
  readonly callTimeoutMs: number;
  readonly operationTimeoutMs: number;
  /** For one answer of a subgraph, or one event. */
  readonly maxAnswerBytes: number;
  /** For each subgraph over HTTP. */
  readonly bulkhead: BulkheadSettings;
  readonly breaker: BreakerSettings;
  /** The sockets to subgraphs that carry streams. */
  readonly upstream: UpstreamSettings;
  /** How the gateway learns which sessions have ended early. */
  readonly sessions: SessionSettings;
  readonly http: HttpSettings;
  readonly sockets: SocketSettings;
  readonly connections: ConnectionSettings;
  readonly httpStreams: HttpStreamSettings;
  readonly drain: DrainSettings;
  readonly planning: PlanningSettings;
  /** Who executes queries and mutations: `apollo` to compare our own execution with Apollo's gateway. Streams are always our own. */
  readonly engine: 'own' | 'apollo';
  /** Whether a client that asks for its operation's query plan gets it. */
  readonly queryPlans: QueryPlans;
  /** Where spans are sent; null for nowhere. */
  readonly tracing: TracingSettings | null;
  /** The port on which Prometheus reads the metrics, on the gateway's host; 0 for any free one, null for none. */
  readonly metricsPort: number | null;
  readonly live: LiveSettings;
}

/** How long a client may take over HTTP; a slower one is cut off. */
export interface HttpSettings {
  /** To send the headers of a request, from the moment the connection is open. */
  readonly headersWithinMs: number;
  /** To send all of a request. */
  readonly requestWithinMs: number;
  /** To read anything of a response that waits for it, beyond the time that an operation may take. */
  readonly stalledMs: number;
}

/** Sockets and streams over HTTP together, in one process; 0 is no limit. */
export interface ConnectionSettings {
  readonly perViewer: number;
  readonly perIp: number;
}

export interface HttpStreamSettings {
  /** A sign of life for proxies and clients. */
  readonly heartbeatMs: number;
}

/** How a gateway that is told to stop sends its clients away. */
export interface DrainSettings {
  /** How long it says that it is not ready before it refuses anything: load balancers must have noticed by then. */
  readonly noticeMs: number;
  readonly perSecond: number;
  /** Every client is told within this time, however many there are. */
  readonly withinMs: number;
  /** How long a socket is kept after that for operations that are still to be answered on it. */
  readonly answeredWithinMs: number;
}

/** Streams of owners that speak the live protocol: how they are taken up again when the owner is lost. */
export interface LiveSettings {
  /** The time in which the owner must say something on a new stream. */
  readonly startWithinMs: number;
  /** Failures in a row before subscribers are told that the stream is lost; about 20 s with the pauses below. */
  readonly tries: number;
  /** Doubled after each failure, up to the longest. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

export interface SocketSettings {
  readonly initTimeoutMs: number;
  readonly pingMs: number;
  readonly maxMessageBytes: number;
  /** Bytes waiting for a slow reader; beyond, its socket is closed. */
  readonly maxBufferedBytes: number;
  readonly maxOperations: number;
  /** In a window. Beyond, operations are refused; at twice as many the socket is closed. */
  readonly maxMessages: number;
  readonly messageWindowMs: number;
  /** How long before its token expires a socket is told. */
  readonly expiryNoticeMs: number;
}

/** Settings that are objects: of each, any part may be given. */
const GROUPED = [
  'limits',
  'bulkhead',
  'breaker',
  'upstream',
  'sessions',
  'http',
  'sockets',
  'connections',
  'httpStreams',
  'drain',
  'planning',
  'live',
] as const;
type Grouped = (typeof GROUPED)[number];

export type GatewaySettingsInput = Partial<Omit<GatewaySettings, Grouped | 'rates'>> & {
  [group in Grouped]?: Partial<GatewaySettings[group]>;
} & { rates?: { [kind in keyof RateSettings]?: Partial<Allowance> } | null };

export const DEFAULT_STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains; preload';
export const DEFAULT_CONNECTIONS: ConnectionSettings = { perViewer: 10, perIp: 50 };
export const DEFAULT_DRAIN: DrainSettings = { noticeMs: 0, perSecond: 2_000, withinMs: 5_000, answeredWithinMs: 5_000 };

const DEFAULTS: GatewaySettings = {
  limits: DEFAULT_LIMITS,
  rateLimitField: true,
  rates: DEFAULT_RATES,
  allowedHosts: [],
  warnsOfAnyHost: false,
  allowedOrigins: [],
  localOrigins: false,
  allowedHeaders: [],
  trustedProxies: 0,
  strictTransport: DEFAULT_STRICT_TRANSPORT,
  explorer: true,
  maxBodyBytes: 256 * 1024,
  trustedDocuments: [],
  heldToTrusted: 'nobody',
  compression: true,
  maxLoopLagMs: 1_000,
  sharesInFlight: false,
  callTimeoutMs: 5_000,
  operationTimeoutMs: 30_000,
  maxAnswerBytes: 16 * 1024 * 1024,
  bulkhead: { calls: 64, waiting: 1_000, waitMs: 2_000 },
  breaker: { failures: 5, openMs: 1_000, longestOpenMs: 60_000 },
  upstream: { pingMs: 5_000, answerWithinMs: 5_000 },
  sessions: { readyWithinMs: 5_000, askEveryMs: 15_000, askWithoutPushesMs: 2_000, againAfterMs: 1_000, lastsWithinMs: 2_000 },
  http: { headersWithinMs: 10_000, requestWithinMs: 30_000, stalledMs: 15_000 },
  sockets: {
    initTimeoutMs: 3_000,
    pingMs: 12_000,
    maxMessageBytes: 64 * 1024,
    maxBufferedBytes: 1024 * 1024,
    maxOperations: 20,
    maxMessages: 50,
    messageWindowMs: 10_000,
    expiryNoticeMs: 60_000,
  },
  connections: DEFAULT_CONNECTIONS,
  httpStreams: { heartbeatMs: 5_000 },
  drain: DEFAULT_DRAIN,
  planning: {
    ...{ planner: 'native', where: 'main', maxProcesses: 3, mainInstead: true },
    ...{ timeoutMs: 5_000, maxWaiting: 100, idleMs: 30_000 },
  },
  engine: 'own',
  queryPlans: false,
  tracing: null,
  metricsPort: null,
  live: { startWithinMs: 30_000, tries: 10, firstPauseMs: 100, maxPauseMs: 5_000 },
};

export function completeSettings(given: GatewaySettingsInput = {}): GatewaySettings {
  const groups = GROUPED.map((group) => [group, { ...DEFAULTS[group], ...given[group] }]);
  return { ...DEFAULTS, ...given, ...(Object.fromEntries(groups) as Pick<GatewaySettings, Grouped>), rates: completeRates(given.rates) };
}

function completeRates(given: GatewaySettingsInput['rates']): RateSettings | null {
  if (given === null) return null;
  return {
    signedIn: { ...DEFAULT_RATES.signedIn, ...given?.signedIn },
    keys: { ...DEFAULT_RATES.keys, ...given?.keys },
    anonymous: { ...DEFAULT_RATES.anonymous, ...given?.anonymous },
    signIn: { ...DEFAULT_RATES.signIn, ...given?.signIn },
  };
}
