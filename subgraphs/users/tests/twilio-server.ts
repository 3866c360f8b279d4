import { randomBytes } from 'node:crypto';
import { z } from '@marquee/platform';
import { providerServer, type Answered, type Asked, type ProviderServer } from './provider-server';

// Written from the reference of Twilio's "Create a Message resource" (API 2010-04-01), not from the adapter.

export const ACCOUNT_SID = `AC${'0'.repeat(31)}1`;
export const AUTH_TOKEN = 'f'.repeat(32);

/** The parameters of the reference that a text message may have. */
const parameters = z.strictObject({
  To: z.string().regex(/^\+[1-9]\d{1,14}$/, 'E.164'),
  From: z.string().min(1).optional(),
  MessagingServiceSid: z
    .string()
    .regex(/^MG[0-9a-f]{32}$/)
    .optional(),
  Body: z.string().min(1).max(1600),
  StatusCallback: z.url().optional(),
  ValidityPeriod: z.coerce.number().int().min(1).max(36_000).optional(),
  SmartEncoded: z.enum(['true', 'false']).optional(),
});

/** The Message resource, as the reference shows it. */
const resource = z.strictObject({
  account_sid: z.string().regex(/^AC[0-9a-f]{32}$/),
  api_version: z.literal('2010-04-01'),
  body: z.string(),
  date_created: z.string(),
  date_sent: z.null(),
  date_updated: z.string(),
  direction: z.literal('outbound-api'),
  error_code: z.null(),
  error_message: z.null(),
  from: z.string().nullable(),
  messaging_service_sid: z.string().nullable(),
  num_media: z.string(),
  num_segments: z.string(),
  price: z.null(),
  price_unit: z.null(),
  sid: z.string().regex(/^SM[0-9a-f]{32}$/),
  status: z.enum(['queued', 'accepted', 'scheduled', 'sending']),
  subresource_uris: z.object({ media: z.string() }),
  to: z.string(),
  uri: z.string(),
});

/** An error: its own code, and the HTTP status again. */
export const twilioError = (status: number, code: number, message: string, headers: Record<string, string> = {}): Answered => ({
  status,
  headers,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

export interface TwilioServer extends ProviderServer {
  /** Messages that were taken. */
  taken: { to: string; body: string }[];
  /** Requests that the reference does not allow. */
  wrong: string[];
}

/** Twilio on this machine. */
export async function twilioServer(): Promise<TwilioServer> {
  const taken: TwilioServer['taken'] = [];
  const wrong: string[] = [];
  const refuse = (what: string, answer: Answered): Answered => {
    wrong.push(what);
    return answer;
  };
  const answer = ({ method, path, headers, body }: Asked): Answered => {
    const expected = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
    if (headers.authorization !== expected) return twilioError(401, 20003, 'Authenticate');
    if (method !== 'POST') return refuse(`method ${method}`, twilioError(405, 20004, 'Method not allowed'));
    if (path !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`) return refuse(`path ${path}`, twilioError(404, 20404, 'Not found'));
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return refuse(`type ${headers['content-type']}`, twilioError(415, 20013, 'Unsupported media type'));
    const form = new URLSearchParams(body);
    if (new Set(form.keys()).size !== form.size) return refuse('a parameter twice', twilioError(400, 21602, 'Bad parameter'));
    const parsed = parameters.safeParse(Object.fromEntries(form));
    if (!parsed.success) return refuse(parsed.error.message, twilioError(400, 21211, `The 'To' number is not valid`));
    const { To, From, MessagingServiceSid, Body } = parsed.data;
    if ((From === undefined) === (MessagingServiceSid === undefined))
      return refuse('one of From and MessagingServiceSid', twilioError(400, 21603, `A 'From' phone number is required.`));
    taken.push({ to: To, body: Body });
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const now = new Date().toUTCString();
    const uri = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${sid}`;
    return {
      status: 201,
      body: resource.parse({
        ...{ account_sid: ACCOUNT_SID, api_version: '2010-04-01', body: Body, date_created: now, date_sent: null, date_updated: now },
        ...{ direction: 'outbound-api', error_code: null, error_message: null, from: From ?? null },
        ...{ messaging_service_sid: MessagingServiceSid ?? null, num_media: '0', num_segments: '1', price: null, price_unit: null, sid },
        ...{ status: From ? 'queued' : 'accepted', subresource_uris: { media: `${uri}/Media.json` }, to: To, uri: `${uri}.json` },
      }),
    };
  };
  return Object.assign(await providerServer(answer), { taken, wrong });
}
