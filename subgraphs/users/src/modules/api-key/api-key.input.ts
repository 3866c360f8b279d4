import { isIP } from 'node:net';
import { id, idempotencyKey, line, z } from '@marquee/platform';
import { apiScopes } from './api-key-scopes';

const MOST = 20;

/** As browsers write it in `Origin`: a page by http is good only where it runs on the developer's own machine. */
const origin = () =>
  z
    .string()
    .trim()
    .superRefine((value, context) => {
      const fault = faultOfOrigin(value);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    })
    .transform((value) => (URL.canParse(value) ? new URL(value).origin : value));

function faultOfOrigin(value: string): string | null {
  if (value.length > 255 || !URL.canParse(value)) return 'must be an origin, such as https://example.org';
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(value);
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname);
  if (protocol !== 'https:' && !isLocal) return 'must begin with https://, or be on this machine';
  return pathname !== '/' || search || hash || username || password ? 'must be a scheme, a host and a port alone' : null;
}

/** An address, or a network by its prefix. */
const network = () =>
  z
    .string()
    .trim()
    .max(64, 'must have at most 64 characters')
    .refine(isNetwork, 'must be an address or a network, such as 203.0.113.0/24')
    .transform((value) => (value.includes('/') ? value : `${value}/${isIP(value) === 4 ? 32 : 128}`));

function isNetwork(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/');
  const family = isIP(address);
  // With a zone it means something on one machine only.
  if (family === 0 || more.length > 0 || address.includes('%')) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

const unlike = <T>(values: T[]) => [...new Set(values)];
const atMost = `must be at most ${MOST}`;

export const createApiKeyInput = z.object({
  name: line(80),
  scopes: z.array(z.enum(apiScopes)).min(1, 'must not be empty').transform(unlike),
  expiresInDays: z.number().int().min(1, 'must be between 1 and 366').max(366, 'must be between 1 and 366'),
  allowedOrigins: z.array(origin()).max(MOST, atMost).transform(unlike),
  allowedAddresses: z.array(network()).max(MOST, atMost).transform(unlike),
  testMode: z.boolean(),
  idempotencyKey: idempotencyKey(),
});
export type CreateApiKey = z.output<typeof createApiKeyInput>;

export const rotateApiKeyInput = z.object({
  id: id(),
  overlapHours: z.number().int().min(0, 'must be between 0 and 168').max(168, 'must be between 0 and 168'),
  idempotencyKey: idempotencyKey(),
});
export type RotateApiKey = z.output<typeof rotateApiKeyInput>;

export const revokeApiKeyInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type RevokeApiKey = z.output<typeof revokeApiKeyInput>;
