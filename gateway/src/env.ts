import { parseEnv, setting, z } from '@marquee/platform';

/** Settings of a gateway that runs alone. Only the supergraph file has no default. */
export function readEnv(environment: Record<string, string | undefined> = process.env) {
  const settings = parseEnv(
    {
      SUPERGRAPH: z.string(),
      PORT: setting.port(4000),
      HOST: z.string().default('127.0.0.1'),
      LOG_LEVEL: setting.logLevel(),
      PASSPORT_SECRET: setting.secret().optional(),
      JWKS_URL: setting.url('http', 'https').optional(),
      TOKEN_ISSUER: z.string().default('marquee'),
      TOKEN_AUDIENCE: z.string().default('marquee'),
      REDIS_URL: setting.url('redis', 'rediss').optional(),
      ALLOWED_ORIGINS: list(),
      TRUSTED_PROXIES: setting.whole(0),
      INTROSPECTION: setting.flag(environment.NODE_ENV !== 'production'),
      EXPLORER: setting.flag(true),
    },
    environment,
  );
  return { ...settings, serviceUrls: serviceUrls(environment) };
}

const list = () =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    );

const SERVICE_URL = 'SERVICE_URL_';

/** SERVICE_URL_<NAME> by name in lower case, as `serviceUrlFor` looks it up. */
function serviceUrls(environment: Record<string, string | undefined>): Record<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith(SERVICE_URL));
  const values = parseEnv(Object.fromEntries(names.map((name) => [name, setting.url('http', 'https').optional()])), environment);
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name.slice(SERVICE_URL.length).toLowerCase(), value as string]] : [])),
  );
}

/** Apollo's packages send usage figures to their maker unless told not to. A gateway must not talk to anybody unasked. */
export function silenceApolloTelemetry(): void {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
}
