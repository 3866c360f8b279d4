import { errorTrackingShape, fileSettings, parseEnv, setting, tracingOf, tracingShape, z } from '@marquee/platform';
import { DEFAULT_AUDIENCE, DEFAULT_ISSUER } from './authenticate';
import type { GatewayOptions } from './gateway-options';
import { readRoute, type DeclaredRoute } from './http/public-route-setting';
import { limitSettings, limitShape } from './limits/environment';
import { readTrustedDocuments } from './persisted/manifest';
import type { HeldToTrusted } from './persisted/trusted-documents';
import { DEFAULT_CONNECTIONS, DEFAULT_DRAIN, DEFAULT_STRICT_TRANSPORT, type DrainSettings } from './settings';

type Environment = Record<string, string | undefined>;

/** The settings that clients notice, whether the gateway runs alone or in a process with other things. */
const publicShape = (environment: Environment) => ({
  TOKEN_ISSUER: z.string().default(DEFAULT_ISSUER),
  TOKEN_AUDIENCE: z.string().default(DEFAULT_AUDIENCE),
  ALLOWED_HOSTS: list().refine(
    (names) => names.every((name) => HOST_NAME.test(name)),
    'must be names of hosts without a port, separated by commas',
  ),
  ALLOWED_ORIGINS: list(),
  LOCAL_ORIGINS: setting.flag(environment.NODE_ENV !== 'production'),
  ALLOWED_HEADERS: list().refine((names) => names.every((name) => HEADER_NAME.test(name)), 'must be names of headers, separated by commas'),
  TRUSTED_PROXIES: setting.whole(0),
  HSTS: z
    .string()
    .default(DEFAULT_STRICT_TRANSPORT)
    .refine((value) => value === 'off' || STRICT_TRANSPORT.test(value), 'must begin with max-age=<seconds>, or be off')
    .transform((value) => (value === 'off' ? null : value)),
  EXPLORER: setting.flag(true),
  METRICS_PORT: setting.portOrOff(),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: z.string().default('false').transform(heldToTrusted),
  COMPRESSION: setting.flag(true),
  MAX_LOOP_LAG_MS: setting.whole(1_000),
  SHARE_IN_FLIGHT: setting.flag(false),
  QUERY_PLANS: z.enum(['true', 'false', '1', '0', 'signed-in']).default(environment.NODE_ENV === 'production' ? 'false' : 'true'),
  ...tracingShape,
  ...errorTrackingShape,
  OTEL_SERVICE_NAME: z.string().default('gateway'),
  ENGINE: z.enum(['own', 'apollo']).default('own'),
  PLANNER: z.enum(['native', 'apollo']).default('native'),
  PLANNING: z.enum(['process', 'main']).default('process'),
  ...limitShape(environment.NODE_ENV === 'production'),
  CONNECTIONS_PER_VIEWER: setting.whole(DEFAULT_CONNECTIONS.perViewer),
  CONNECTIONS_PER_IP: setting.whole(DEFAULT_CONNECTIONS.perIp),
  DRAIN_NOTICE_MS: setting.whole(DEFAULT_DRAIN.noticeMs),
  DRAIN_WITHIN_MS: setting.whole(DEFAULT_DRAIN.withinMs),
});

/** Names of the settings that a gateway has in either case. */
export const publicSettings = (): readonly string[] => Object.keys(publicShape({})).filter((name) => name !== 'NODE_ENV');

/** Settings of a gateway that runs alone. Only the supergraph file has no default. */
export function readEnv(environment: Environment = process.env) {
  const settings = parseEnv(
    {
      SUPERGRAPH: z.string(),
      SUPERGRAPH_POLL_MS: setting.whole(DEFAULT_POLL_MS).refine((ms) => ms >= MIN_POLL_MS, `must be at least ${MIN_POLL_MS}`),
      PORT: setting.port(4000),
      HOST: z.string().default('127.0.0.1'),
      LOG_LEVEL: setting.logLevel(),
      PASSPORT_SECRET: setting.secret().optional(),
      JWKS_URL: setting.url('http', 'https').optional(),
      PUBLIC_ROUTES: list().transform(routes),
      REDIS_URL: setting.url('redis', 'rediss').optional(),
      // What else a bucket needs is nothing to a gateway: clients go there by themselves.
      FILES: fileSettings.FILES,
      /** The folder of the web app, built; without it none is served. */
      WEB_APP: z.string().optional(),
      ...publicShape(environment),
    },
    environment,
  );
  return { ...settings, serviceUrls: serviceUrls(environment) };
}

/** The part of a gateway's options that clients notice, for a process that runs it beside other things. */
export function readPublicOptions(environment: Environment): {
  issuer: string;
  audience: string;
  settings: NonNullable<GatewayOptions['settings']> & { readonly drain: DrainSettings };
} {
  return publicOptions(parseEnv(publicShape(environment), environment));
}

export function publicOptions(env: z.infer<z.ZodObject<ReturnType<typeof publicShape>>>): ReturnType<typeof readPublicOptions> {
  return {
    issuer: env.TOKEN_ISSUER,
    audience: env.TOKEN_AUDIENCE,
    settings: {
      allowedHosts: env.ALLOWED_HOSTS,
      warnsOfAnyHost: env.NODE_ENV === 'production',
      allowedOrigins: env.ALLOWED_ORIGINS,
      localOrigins: env.LOCAL_ORIGINS,
      allowedHeaders: env.ALLOWED_HEADERS,
      trustedProxies: env.TRUSTED_PROXIES,
      strictTransport: env.HSTS,
      explorer: env.EXPLORER,
      metricsPort: env.METRICS_PORT,
      trustedDocuments: env.TRUSTED_DOCUMENTS === undefined ? [] : readTrustedDocuments(env.TRUSTED_DOCUMENTS),
      heldToTrusted: env.TRUSTED_DOCUMENTS_ONLY,
      compression: env.COMPRESSION,
      maxLoopLagMs: env.MAX_LOOP_LAG_MS,
      sharesInFlight: env.SHARE_IN_FLIGHT,
      engine: env.ENGINE,
      planning: { planner: env.PLANNER, where: env.PLANNING },
      queryPlans: env.QUERY_PLANS === 'signed-in' ? 'signed-in' : env.QUERY_PLANS === 'true' || env.QUERY_PLANS === '1',
      tracing: tracingOf(env, env.OTEL_SERVICE_NAME),
      ...limitSettings(env),
      connections: { perViewer: env.CONNECTIONS_PER_VIEWER, perIp: env.CONNECTIONS_PER_IP },
      drain: { ...DEFAULT_DRAIN, noticeMs: env.DRAIN_NOTICE_MS, withinMs: env.DRAIN_WITHIN_MS },
    },
  };
}

/** A name, an address (IPv6 in brackets), `*.name`, or `*`. */
const HOST_NAME = /^(\*|(\*\.)?[\w.-]+|\[[\da-f:.]+\])$/i;

const STRICT_TRANSPORT = /^max-age=\d+(; ?[\w-]+)*$/;
/** Apollo's gateway sends its makers word of every start, unless its environment says otherwise. */
export function silenceTelemetry(): void {
  process.env.APOLLO_TELEMETRY_DISABLED ??= '1';
}

const DEFAULT_POLL_MS = 10_000;
const MIN_POLL_MS = 100;

/** A token of RFC 9110; `*` would not cover the authorization header. */
const HEADER_NAME = /^[\w!#$%&'+.^`|~-]+$/;

const list = () => z.string().default('').transform(items);

/** By path; a route that cannot be read is a wrong setting. */
function routes(
  given: readonly string[],
  context: { addIssue(issue: { code: 'custom'; message: string }): void },
): Record<string, DeclaredRoute> {
  const read = given.flatMap((text) => {
    const route = readRoute(text);
    if (!route)
      context.addIssue({
        code: 'custom',
        message: `"${text}" must be path=subgraph, or METHOD path=subgraph;body=<bytes>;raw;rate=<a minute>`,
      });
    return route ? [route] : [];
  });
  return Object.fromEntries(read);
}

const items = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** `true` is everybody, `false` nobody; anything else is a list of clients' names. */
function heldToTrusted(value: string): HeldToTrusted {
  if (value === 'true' || value === '1') return 'everybody';
  return value === 'false' || value === '0' ? 'nobody' : items(value);
}

const SERVICE_URL = 'SERVICE_URL_';

/** The values of SERVICE_URL_<NAME> by name, in lower case. */
function serviceUrls(environment: Environment): Record<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith(SERVICE_URL));
  const values = parseEnv(Object.fromEntries(names.map((name) => [name, setting.url('http', 'https').optional()])), environment);
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name.slice(SERVICE_URL.length).toLowerCase(), value as string]] : [])),
  );
}

/** Where packages are: all that a process is told which the gateway starts for planning. */
export const packagePaths = ({ NODE_PATH }: Environment = process.env): Environment => (NODE_PATH === undefined ? {} : { NODE_PATH });
