import { generateKeyPairSync } from 'node:crypto';
import { z } from '@marquee/platform';
import { importSPKI, jwtVerify } from 'jose';
import { providerServer, type Answered, type Asked, type ProviderServer } from './provider-server';

// Written from Google's references: "projects.messages" of the FCM API v1, its error codes, and "Using OAuth 2.0 for Server to Server
// Applications"; not from the adapter.

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const texts = z.record(z.string(), z.string());
const message = z.strictObject({
  token: z.string().min(1),
  data: texts.refine((data) => Object.keys(data).every((key) => !/^(from|message_type|google.*|gcm.*)$/.test(key)), 'a reserved key'),
  notification: z.strictObject({ title: z.string(), body: z.string(), image: z.url({ protocol: /^https$/ }).optional() }).optional(),
  android: z
    .strictObject({
      collapse_key: z.string().optional(),
      priority: z.enum(['NORMAL', 'HIGH']).optional(),
      ttl: z
        .string()
        .regex(/^\d+(\.\d{1,9})?s$/)
        .optional(),
      notification: z
        .strictObject({
          channel_id: z.string().optional(),
          sound: z.string().optional(),
          tag: z.string().optional(),
          notification_count: z.number().int().min(0).optional(),
        })
        .optional(),
    })
    .optional(),
  apns: z
    .strictObject({
      headers: z
        .strictObject({
          'apns-push-type': z.enum(['alert', 'background']),
          'apns-priority': z.enum(['1', '5', '10']),
          'apns-expiration': z.string().regex(/^\d+$/),
          'apns-collapse-id': z.string().max(64),
        })
        .partial(),
      payload: z.object({
        aps: z.strictObject({
          badge: z.number().int().min(0).optional(),
          sound: z.string().optional(),
          'content-available': z.literal(1).optional(),
          'mutable-content': z.literal(1).optional(),
        }),
      }),
      fcm_options: z.strictObject({ image: z.url().optional() }).optional(),
    })
    .optional(),
});
const request = z.strictObject({ message });

export type FcmMessage = z.infer<typeof message>;

export const fcmError = (code: number, status: string, errorCode?: string, headers: Record<string, string> = {}): Answered => ({
  status: code,
  headers,
  body: {
    error: {
      ...{ code, message: 'The token abc is not known', status },
      details: errorCode ? [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] : [],
    },
  },
});

/** As Google names a field that is wrong. */
export const fcmBadField = (field: string): Answered => ({
  status: 400,
  body: {
    error: {
      ...{ code: 400, message: 'The registration token is not a valid FCM registration token', status: 'INVALID_ARGUMENT' },
      details: [
        { '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'INVALID_ARGUMENT' },
        { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description: 'Invalid registration token' }] },
      ],
    },
  },
});

export interface FcmServer extends ProviderServer {
  account: { project_id: string; client_email: string; private_key: string; private_key_id: string; token_uri: string };
  taken: FcmMessage[];
  wrong: string[];
  /** How many access tokens were given. */
  given: () => number;
  /** The access tokens so far are no good any more. */
  forgetTokens(): void;
}

/** FCM, and Google's tokens, on this machine. `now`: the clock of who asks. */
export async function fcmServer(now: () => Date = () => new Date()): Promise<FcmServer> {
  const taken: FcmMessage[] = [];
  const wrong: string[] = [];
  let given = 0;
  let good = new Set<string>();
  let url = '';
  const project = 'marquee-test';
  const email = 'push@marquee-test.iam.gserviceaccount.com';
  const giveToken = async ({ method, headers, body }: Asked): Promise<Answered> => {
    const form = new URLSearchParams(body);
    const refused = (what: string): Answered => {
      wrong.push(what);
      return { status: 400, body: { error: 'invalid_grant', error_description: what } };
    };
    if (method !== 'POST' || !headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return refused('how it is asked');
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refused('grant_type');
    const key = await importSPKI(publicKey, 'RS256');
    const verified = await jwtVerify(form.get('assertion') ?? '', key, {
      ...{ algorithms: ['RS256'], issuer: email, audience: `${url}/token`, currentDate: now(), requiredClaims: ['iat', 'exp', 'scope'] },
    }).catch((error: Error) => error);
    if (verified instanceof Error) return refused(verified.message);
    const { iat, exp, scope } = verified.payload as { iat: number; exp: number; scope: string };
    if (exp - iat > 3600 || scope !== 'https://www.googleapis.com/auth/firebase.messaging') return refused('claims');
    if (verified.protectedHeader.kid !== 'key-1') return refused('kid');
    const token = `ya29.${++given}`;
    good.add(token);
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
  };
  const answer = (asked: Asked): Answered | Promise<Answered> => {
    if (asked.path === '/token') return giveToken(asked);
    if (!good.has(asked.headers.authorization?.replace(/^Bearer /, '') ?? '')) return fcmError(401, 'UNAUTHENTICATED');
    if (asked.method !== 'POST' || asked.path !== `/v1/projects/${project}/messages:send`) {
      wrong.push(`${asked.method} ${asked.path}`);
      return fcmError(404, 'NOT_FOUND');
    }
    const parsed = request.safeParse(JSON.parse(asked.body));
    if (!parsed.success || asked.body.length > 8_192) {
      wrong.push(parsed.error?.message ?? 'too long');
      return fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT');
    }
    taken.push(parsed.data.message);
    return { status: 200, body: { name: `projects/${project}/messages/${taken.length}` } };
  };
  const server = await providerServer(answer);
  url = server.url;
  const account = { project_id: project, client_email: email, private_key: privateKey, private_key_id: 'key-1', token_uri: `${url}/token` };
  return Object.assign(server, { account, taken, wrong, given: () => given, forgetTokens: () => void (good = new Set()) });
}
