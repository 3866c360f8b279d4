import { createCipheriv, createDecipheriv, createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { Clock, Logger } from '@marquee/platform';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Database, Tx } from '../../db';
import type { Secrets } from '../../secrets';
import { missingPeriods, type KeyPeriod } from './session.key-plan';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Another replica may have made keys meanwhile; this is how long we go by what we last read. */
const READ_AGAIN_MS = 10 * 60 * 1000;

export interface Signer {
  kid: string;
  key: KeyObject;
}

/** The Ed25519 keys of access tokens: in the database, private parts encrypted, shared by all replicas. */
export class SigningKeys {
  private current: (Signer & { until: number }) | undefined;

  constructor(private readonly parts: { db: Database; clock: Clock; secrets: Secrets; logger: Logger }) {}

  /** Makes what is missing and forgets what nobody needs any more. Safe to run in all replicas at once. */
  async rotate(): Promise<void> {
    const { db, clock, secrets, logger } = this.parts;
    const made = await db.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('signing_keys'))`;
      const now = clock.now();
      await tx.signingKey.deleteMany({ where: { publishedUntil: { lte: now } } });
      // Keys under another secret are published until they expire, but we cannot sign with them.
      const ours = await tx.signingKey.findMany({ where: { secretId: secrets.id }, orderBy: { signsFrom: 'asc' } });
      const missing = missingPeriods(ours, now);
      for (const period of missing) await this.make(tx, period);
      return missing.length;
    });
    this.current = undefined;
    if (made > 0) logger.info({ made }, 'signing keys were made');
  }

  /** The key that signs now. */
  async signer(): Promise<Signer> {
    const now = this.parts.clock.now().getTime();
    if (this.current && now < this.current.until) return this.current;
    const row = await this.read(now);
    if (row) return this.remember(row, now);
    await this.rotate();
    return this.remember((await this.read(now))!, now);
  }

  /** The public key set (RFC 7517): what signs now, what will, and what may still have tokens out. */
  async jwks(): Promise<{ keys: JWK[] }> {
    const rows = await this.parts.db.prisma.signingKey.findMany({
      where: { publishedUntil: { gt: this.parts.clock.now() } },
      orderBy: { signsFrom: 'asc' },
    });
    return { keys: rows.map((row) => ({ ...(row.publicJwk as JWK), kid: row.kid, alg: 'EdDSA', use: 'sig' })) };
  }

  private read(now: number) {
    const at = new Date(now);
    return this.parts.db.prisma.signingKey.findFirst({
      where: { secretId: this.parts.secrets.id, signsFrom: { lte: at }, signsUntil: { gt: at } },
      orderBy: { signsFrom: 'desc' },
    });
  }

  private remember(row: KeyPeriod & { kid: string; encryptedPrivate: Uint8Array }, now: number): Signer {
    const key = createPrivateKey({ key: decrypt(this.parts.secrets.signingKeys, row.encryptedPrivate), format: 'der', type: 'pkcs8' });
    this.current = { kid: row.kid, key, until: Math.min(row.signsUntil.getTime(), now + READ_AGAIN_MS) };
    return this.current;
  }

  private async make(tx: Tx, period: KeyPeriod): Promise<void> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const publicJwk = publicKey.export({ format: 'jwk' }) as JWK;
    await tx.signingKey.create({
      data: {
        kid: await calculateJwkThumbprint(publicJwk),
        publicJwk: publicJwk as object,
        encryptedPrivate: encrypt(this.parts.secrets.signingKeys, privateKey.export({ format: 'der', type: 'pkcs8' })),
        secretId: this.parts.secrets.id,
        ...period,
      },
    });
  }
}

function encrypt(key: Buffer, plain: Buffer): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

function decrypt(key: Buffer, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
