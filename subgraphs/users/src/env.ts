import { setting, z } from '@marquee/platform';

const MAIL_FROM = /^(?:[^<>@",;:\\\p{Cc}]{1,80} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

/** Settings of this subgraph alone; DATABASE_URL_USERS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** In production the demo world's accounts are refused. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Encrypts signing keys and derives refresh tokens. There is no default: a secret that everybody knows would let everybody in. */
  SESSION_SECRET: setting.secret(),
  /** `iss` and `aud` of access tokens; the gateway must expect the same. */
  TOKEN_ISSUER: z.string().min(1).default('marquee'),
  TOKEN_AUDIENCE: z.string().min(1).default('marquee'),
  /** Where the app is on the web: links in notifications and mails begin with it. Never taken from a request, which may name any host. */
  WEB_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('http://localhost:3000'),
  /** Password hashes at work at the same time: each takes a core and 19 MiB for some 20 ms. */
  PASSWORD_HASHES_AT_ONCE: setting.whole(2, 1),
  /** So many pictures of themselves a new account may ask to upload in an hour; a known one twice, a trusted one ten times as many. */
  NEW_ACCOUNT_PICTURES: setting.whole(10, 1),
  /** The mail server that takes our mails. Without one, outside production, they go to MAIL_FOLDER and are read at /dev/mail. */
  SMTP_HOST: z.string().min(1).optional(),
  /** 587 and `starttls`, 465 and `implicit`; `off` for a server on the same machine, never with a password in production. */
  SMTP_PORT: setting.port(587),
  SMTP_TLS: z.enum(['starttls', 'implicit', 'off']).default('starttls'),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  /** Whom mails are from: `hello@marquee.example`, or `Marquee <hello@marquee.example>`. */
  MAIL_FROM: z.string().regex(MAIL_FROM, 'must be an address, or a name and an address in <>').optional(),
  MAIL_FOLDER: z.string().min(1).default('.data/mails'),
  /** Oldest age that may register, where a platform wants one. */
  MAXIMUM_AGE: z.coerce.number().int().min(18).optional(),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
