import { setting, z } from '@marquee/platform';

const MAIL_FROM = /^(?:[^<>@",;:\\\p{Cc}]{1,80} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

/** Where a provider is; another only for tests and measurements. */
const providerUrl = (usual: string) =>
  setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .default(usual);

/** Several names with commas between them; none without. */
const names = () =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    );

const NO_ACCOUNT = 'must be the JSON of a service account, as it is or in Base64';
const account = z.object({
  project_id: z.string().regex(/^[a-z0-9-]+$/),
  client_email: z.string().min(1),
  private_key: z.string().startsWith('-----BEGIN'),
  private_key_id: z.string().optional(),
  token_uri: z.url(),
});

function serviceAccountOf(value: string): z.infer<typeof account> | null {
  const text = value.trim().startsWith('{') ? value : Buffer.from(value, 'base64').toString('utf8');
  try {
    return account.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Settings of this subgraph alone; DATABASE_URL_USERS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** In production the demo world's accounts are refused. */
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /**
   * `on`: accounts that look like those that programs make may do less for two weeks. Left out: `on` in production, and off where people
   * develop, whose accounts are made by programs.
   */
  NEWCOMER_LIMITS: z.enum(['on', 'off']).optional(),
  /** Encrypts signing keys and derives refresh tokens. There is no default: a secret that everybody knows would let everybody in. */
  SESSION_SECRET: setting.secret(),
  /** `iss` and `aud` of access tokens; the gateway must expect the same. */
  TOKEN_ISSUER: z.string().min(1).default('marquee'),
  TOKEN_AUDIENCE: z.string().min(1).default('marquee'),
  /** Where the app is on the web: links in notifications and mails begin with it. Never taken from a request, which may name any host. */
  WEB_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('http://localhost:4000'),
  /** Where the gateway is for everybody: addresses that switch mails off by one click begin with it. Without it mails have none. */
  API_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  /**
   * Where gateways take operations, inside the network (`http://gateway:4000/graphql`): what is sent to webhooks is read there; the gateway's
   * ALLOWED_HOSTS must have its host. Without it, in a
   * process of its own, there are no webhooks.
   */
  GATEWAY_URL: setting.url('http', 'https').optional(),
  /** Hosts (`host` or `host:port`, with commas between) that webhooks may lead to though they lie inside a network. */
  WEBHOOKS_INSIDE: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').flatMap((host) => host.trim().toLowerCase() || [])),
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
  /** The account at Twilio that carries our short messages. Without one, outside production, they go to SMS_FOLDER and are read at /dev/messages. */
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'must be the SID of an account, AC and 32 digits')
    .optional(),
  /** One of the account's API keys; without one TWILIO_SECRET is the account's auth token. */
  TWILIO_KEY_SID: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/i, 'must be the SID of an API key, SK and 32 digits')
    .optional(),
  TWILIO_SECRET: z.string().min(1).optional(),
  /** A number (`+14165550100`), a messaging service (`MG…`) or a name of at most 11 letters and digits. */
  SMS_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{5,14}|MG[0-9a-f]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/i, 'must be a number, a messaging service or a short name')
    .optional(),
  TWILIO_URL: providerUrl('https://api.twilio.com'),
  SMS_FOLDER: z.string().min(1).default('.data/messages'),
  /** Where phones may be: `CA,US`. Without it everywhere; whoever pumps messages does it to a few dear countries. */
  SMS_COUNTRIES: z
    .string()
    .regex(/^[A-Z]{2}(,[A-Z]{2})*$/, 'must be countries by two letters each, with commas between them')
    .transform((value) => value.split(','))
    .optional(),
  /** So many short messages leave in an hour, to whomever. */
  SMS_AN_HOUR: setting.whole(500, 1),
  /** The JSON that Google gives for a service account, as it is or in Base64. Without one, outside production, pushes go to PUSH_FOLDER. */
  FCM_SERVICE_ACCOUNT: z
    .string()
    .transform((value, context) => {
      const parsed = serviceAccountOf(value);
      if (parsed) return parsed;
      context.addIssue({ code: 'custom', message: NO_ACCOUNT });
      return z.NEVER;
    })
    .optional(),
  FCM_URL: providerUrl('https://fcm.googleapis.com'),
  /** Pushes to apps that are built with Expo. */
  EXPO_PUSH: z.enum(['on', 'off']).default('off'),
  /** Where the project at Expo asks for one. */
  EXPO_ACCESS_TOKEN: z.string().min(1).optional(),
  EXPO_URL: providerUrl('https://exp.host'),
  PUSH_FOLDER: z.string().min(1).default('.data/pushes'),
  /** Sign-in by other providers: where their browsers may come back to, each whole. Without it: `signed-in` of WEB_URL. */
  SOCIAL_REDIRECTS: z
    .string()
    .transform((value) => value.split(',').map((one) => one.trim()))
    .pipe(z.array(z.url({ protocol: /^(https?|[a-z][a-z0-9+.-]*\.[a-z0-9+.-]+)$/ })))
    .optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  GOOGLE_NATIVE_CLIENT_IDS: names(),
  GOOGLE_ISSUER: providerUrl('https://accounts.google.com'),
  /** A Services ID; the secret is signed with a key of the team. APPLE_NATIVE_CLIENT_IDS are bundle ids. */
  APPLE_CLIENT_ID: z.string().min(1).optional(),
  APPLE_TEAM_ID: z.string().min(1).optional(),
  APPLE_KEY_ID: z.string().min(1).optional(),
  APPLE_PRIVATE_KEY: z
    .string()
    // A value of one line has them written out.
    .transform((value) => value.replaceAll('\\n', '\n'))
    .pipe(z.string().startsWith('-----BEGIN PRIVATE KEY-----', 'must be a private key in PKCS #8'))
    .optional(),
  APPLE_NATIVE_CLIENT_IDS: names(),
  APPLE_ISSUER: providerUrl('https://appleid.apple.com'),
  FACEBOOK_APP_ID: z.string().min(1).optional(),
  FACEBOOK_APP_SECRET: z.string().min(1).optional(),
  FACEBOOK_URL: providerUrl('https://www.facebook.com'),
  FACEBOOK_GRAPH_URL: providerUrl('https://graph.facebook.com'),
  FACEBOOK_LIMITED_URL: providerUrl('https://limited.facebook.com'),
  /** Any other provider that speaks OpenID Connect, and how people call it. */
  OIDC_ISSUER: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NATIVE_CLIENT_IDS: names(),
  OIDC_NAME: z.string().min(1).max(40).optional(),
  /** The model that makes suggestions for those who agree: where its `/chat/completions` is, as OpenAI has it (`https://api.openai.com/v1`). */
  ADVISER_URL: setting
    .url('http', 'https')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  ADVISER_MODEL: z.string().min(1).optional(),
  /** Where it asks for one. */
  ADVISER_KEY: z.string().min(1).optional(),
  /** Oldest age that may register, where a platform wants one. */
  MAXIMUM_AGE: z.coerce.number().int().min(18).optional(),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
