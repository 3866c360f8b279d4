import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { takeStep, type Basics } from '@marquee/platform';
import type { PassKey, PrismaClient } from '../../generated/prisma/client';

const DAY = 86_400_000;
/** A key signs for a quarter of a year; what it signed may be shown at a door a year later. */
const SIGNS_MS = 90 * DAY;
const PUBLISHED_MS = 400 * DAY;
/** Another replica may have made a key meanwhile; this is how long we go by what we last read. */
const READ_AGAIN_MS = 600_000;

export interface PassSigner {
  kid: string;
  key: KeyObject;
}

const placeOf = (kid: string) => ({ table: 'pass_keys', column: 'sealed_private', id: kid });

/** The Ed25519 keys of entry passes: in the database, private parts encrypted, shared by all replicas. */
export class PassKeys {
  private current: (PassSigner & { until: number }) | undefined;
  private published: { keys: ReadonlyMap<string, JsonWebKey>; until: number } | undefined;

  constructor(private readonly basics: Basics<PrismaClient>) {}

  /** The key that signs now; made when there is none. */
  async signer(): Promise<PassSigner> {
    const now = this.basics.clock.now().getTime();
    if (this.current && now < this.current.until) return this.current;
    const row = (await this.find(now)) ?? (await this.make());
    const key = createPrivateKey({
      key: Buffer.from(this.basics.fields.open(placeOf(row.kid), row.sealedPrivate), 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    this.current = { kid: row.kid, key, until: Math.min(row.signsUntil.getTime(), now + READ_AGAIN_MS) };
    return this.current;
  }

  /** The public keys by which a pass may be read now. */
  async publicKeys(): Promise<ReadonlyMap<string, JsonWebKey>> {
    const now = this.basics.clock.now().getTime();
    if (this.published && now < this.published.until) return this.published.keys;
    const rows = await this.basics.db.prisma.passKey.findMany({
      where: { publishedUntil: { gt: new Date(now) } },
      orderBy: { signsFrom: 'asc' },
    });
    const keys = new Map(rows.map(({ kid, publicJwk }) => [kid, publicJwk as JsonWebKey]));
    this.published = { keys, until: now + READ_AGAIN_MS };
    return keys;
  }

  /** The same as a key set (RFC 7517). One that signs is among them before its first pass is out. */
  async jwks(): Promise<{ keys: JsonWebKey[] }> {
    await this.signer();
    this.published = undefined;
    return { keys: [...(await this.publicKeys())].map(([kid, jwk]) => ({ ...jwk, kid, alg: 'EdDSA', use: 'sig' })) };
  }

  private find(now: number): Promise<PassKey | null> {
    const at = new Date(now);
    return this.basics.db.prisma.passKey.findFirst({
      where: { signsFrom: { lte: at }, signsUntil: { gt: at } },
      orderBy: { signsFrom: 'desc' },
    });
  }

  private async make(): Promise<PassKey> {
    await takeStep(this.basics, 'pass-keys', async ({ tx }) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('pass_keys'))`;
      const now = this.basics.clock.now();
      // Whoever waited for the lock finds the key of who was first.
      if ((await tx.passKey.count({ where: { signsFrom: { lte: now }, signsUntil: { gt: now } } })) > 0) return;
      await tx.passKey.deleteMany({ where: { publishedUntil: { lte: now } } });
      const { publicKey, privateKey } = generateKeyPairSync('ed25519');
      const publicJwk = publicKey.export({ format: 'jwk' });
      const kid = thumbprintOf(publicJwk);
      const sealedPrivate = this.basics.fields.seal(placeOf(kid), privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
      const signsUntil = new Date(now.getTime() + SIGNS_MS);
      const publishedUntil = new Date(signsUntil.getTime() + PUBLISHED_MS);
      await tx.passKey.create({ data: { kid, publicJwk: publicJwk as object, sealedPrivate, signsFrom: now, signsUntil, publishedUntil } });
    });
    this.published = undefined;
    return (await this.find(this.basics.clock.now().getTime()))!;
  }
}

/** RFC 7638. */
const thumbprintOf = ({ crv, kty, x }: JsonWebKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
