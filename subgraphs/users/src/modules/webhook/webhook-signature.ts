import { createHmac, randomBytes } from 'node:crypto';

const MARK = 'whsec_';

/** As Standard Webhooks writes it: a mark, and 32 bytes in Base64. */
export const newSecret = (): string => MARK + randomBytes(32).toString('base64');

interface Signed {
  id: string;
  at: Date;
  body: string;
}

/**
 * The headers of a delivery by Standard Webhooks 1.0: HMAC-SHA-256 over id, seconds and body; one signature for each secret, the newest first.
 */
export function signedHeaders(secrets: readonly string[], { id, at, body }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(MARK.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'user-agent': 'Marquee-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
