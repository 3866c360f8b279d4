import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a signed address allows: one method on one file until then; for an upload also how many bytes. */
export interface AddressRight {
  method: 'GET' | 'PUT';
  key: string;
  /** Null for reading. */
  size: number | null;
  until: Date;
}

/** Signs addresses of files on a disk, and knows its own. The content type needs no place: it is the key's. */
export class AddressSigner {
  private readonly secret: Buffer;

  /** `groupSecret` is one that all processes have; the key for addresses is derived, so that neither tells of the other. */
  constructor(groupSecret: string) {
    this.secret = Buffer.from(hkdfSync('sha256', groupSecret, '', 'marquee signed file addresses', 32));
  }

  /** The query of the address. */
  sign(right: AddressRight): URLSearchParams {
    const query = new URLSearchParams({ until: String(right.until.getTime()) });
    if (right.size !== null) query.set('size', String(right.size));
    query.set('signature', this.signature(right).toString('base64url'));
    return query;
  }

  /** What the address allows at this time; null when it was not signed here, was changed, or has ended. */
  verify(method: 'GET' | 'PUT', key: string, query: URLSearchParams, now: Date): AddressRight | null {
    const [until, size, given] = [query.get('until') ?? '', query.get('size'), query.get('signature') ?? ''];
    if (!/^\d{1,15}$/.test(until) || (size !== null && !/^\d{1,12}$/.test(size))) return null;
    const right: AddressRight = { method, key, size: size === null ? null : Number(size), until: new Date(Number(until)) };
    const [expected, found] = [this.signature(right), Buffer.from(given, 'base64url')];
    // In constant time: how long it takes must not tell how much of a guess is right.
    if (found.length !== expected.length || !timingSafeEqual(found, expected)) return null;
    return right.until > now ? right : null;
  }

  private signature({ method, key, size, until }: AddressRight): Buffer {
    return createHmac('sha256', this.secret)
      .update([method, key, size ?? '', until.getTime()].join('\n'))
      .digest();
  }
}
