import { setting, z } from '@marquee/platform';

/** Settings of this subgraph alone; DATABASE_URL_USERS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** In production the demo world's accounts are refused. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Encrypts signing keys and derives refresh tokens. There is no default: a secret that everybody knows would let everybody in. */
  SESSION_SECRET: setting.secret(),
  /** `iss` and `aud` of access tokens; the gateway must expect the same. */
  TOKEN_ISSUER: z.string().min(1).default('marquee'),
  TOKEN_AUDIENCE: z.string().min(1).default('marquee'),
  /** Where the app is on the web: links in notifications and mails begin with it. */
  WEB_URL: setting.url('http', 'https').default('http://localhost:3000'),
  /** Password hashes at work at the same time: each takes a core and 19 MiB for some 20 ms. */
  PASSWORD_HASHES_AT_ONCE: setting.whole(2, 1),
  /** So many pictures of themselves a new account may ask to upload in an hour; a known one twice, a trusted one ten times as many. */
  NEW_ACCOUNT_PICTURES: setting.whole(10, 1),
  /** Oldest age that may register, where a platform wants one. */
  MAXIMUM_AGE: z.coerce.number().int().min(18).optional(),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
