import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NotificationType } from '../../generated/prisma/client';

/** Of which kind no more mails are wanted; ALL: of none that can be turned off. */
export type Unsubscribed = NotificationType | 'ALL';

/** Where mail programs and their readers switch mails off (RFC 8058). */
export const UNSUBSCRIBE_PATH = '/unsubscribe';

const macOf = (secret: Buffer, userId: string, from: string): string =>
  createHmac('sha256', secret).update(`unsubscribe ${userId} ${from}`).digest('base64url');

/** Says whose mails of which kind are not wanted any more, and can do nothing else; it lies nowhere and does not run out, as RFC 8058 wants it. */
export const unsubscribeToken = (secret: Buffer, userId: string, from: string): string =>
  `${Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url')}.${from}.${macOf(secret, userId, from)}`;

/** Null for a token that nobody here made. */
export function readUnsubscribeToken(secret: Buffer, token: string): { userId: string; from: Unsubscribed } | null {
  const [, id, from, mac] = /^([\w-]{22})\.([A-Z_]{1,40})\.([\w-]{43})$/.exec(token) ?? [];
  if (!id || !from || !mac) return null;
  const userId = Buffer.from(id, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const isOurs = timingSafeEqual(Buffer.from(macOf(secret, userId, from)), Buffer.from(mac));
  return isOurs ? { userId, from: from as Unsubscribed } : null;
}
