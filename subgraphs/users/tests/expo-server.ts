import { z } from '@marquee/platform';
import { providerServer, type Answered, type Asked, type ProviderServer } from './provider-server';

// Written from Expo's "Send notifications with the Expo Push Service", not from the adapter.

const expoMessage = z.strictObject({
  to: z.string().regex(/^Expo(nent)?PushToken\[[^\]]+\]$/),
  data: z.record(z.string(), z.unknown()).optional(),
  title: z.string().optional(),
  body: z.string().optional(),
  ttl: z.number().int().min(0).optional(),
  priority: z.enum(['default', 'normal', 'high']).optional(),
  sound: z.enum(['default']).nullable().optional(),
  badge: z.number().int().min(0).optional(),
  channelId: z.string().optional(),
  mutableContent: z.boolean().optional(),
  richContent: z.strictObject({ image: z.url() }).optional(),
  _contentAvailable: z.boolean().optional(),
});

export type ExpoMessage = z.infer<typeof expoMessage>;
export type ExpoSaid = { status: 'ok'; id?: string } | { status: 'error'; message: string; details: { error: string } };

export const expoError = (error: string): ExpoSaid => ({ status: 'error', message: 'ExponentPushToken[abc] is wrong', details: { error } });

export interface ExpoServer extends ProviderServer {
  taken: ExpoMessage[];
  wrong: string[];
  /** What is said of a token in place of `ok`, when it is pushed to and in the receipt. */
  tickets: Map<string, ExpoSaid>;
  receipts: Map<string, ExpoSaid>;
}

/** Expo's push service on this machine; receipts are there at once. */
export async function expoServer(accessToken: string | null = null): Promise<ExpoServer> {
  const taken: ExpoMessage[] = [];
  const wrong: string[] = [];
  const [tickets, receipts, ids] = [new Map<string, ExpoSaid>(), new Map<string, ExpoSaid>(), new Map<string, string>()];
  const refused = (status: number, code: string, what = code): Answered => {
    wrong.push(what);
    return { status, body: { errors: [{ code, message: what }] } };
  };
  const answer = ({ method, path, headers, body }: Asked): Answered => {
    if (accessToken !== null && headers.authorization !== `Bearer ${accessToken}`) return refused(401, 'UNAUTHORIZED');
    if (method !== 'POST' || headers['content-type'] !== 'application/json') return refused(400, 'VALIDATION_ERROR', 'how it is asked');
    if (path === '/--/api/v2/push/getReceipts') {
      const parsed = z.strictObject({ ids: z.array(z.string()).min(1).max(1000) }).safeParse(JSON.parse(body));
      if (!parsed.success) return refused(400, 'VALIDATION_ERROR', parsed.error.message);
      const known = parsed.data.ids.flatMap((id) => (ids.has(id) ? [[id, receipts.get(ids.get(id)!) ?? { status: 'ok' }] as const] : []));
      return { status: 200, body: { data: Object.fromEntries(known) } };
    }
    if (path !== '/--/api/v2/push/send') return refused(404, 'NOT_FOUND', path);
    const parsed = z.array(expoMessage).min(1).safeParse(JSON.parse(body));
    if (!parsed.success) return refused(400, 'VALIDATION_ERROR', parsed.error.message);
    if (parsed.data.length > 100) return refused(400, 'PUSH_TOO_MANY_NOTIFICATIONS');
    const data = parsed.data.map((one) => {
      const said = tickets.get(one.to);
      if (said) return said;
      taken.push(one);
      const id = `receipt-${taken.length}`;
      ids.set(id, one.to);
      return { status: 'ok', id };
    });
    return { status: 200, body: { data } };
  };
  return Object.assign(await providerServer(answer), { taken, wrong, tickets, receipts });
}
