import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, takeStep, type Basics, type Step as StepOf } from '@marquee/platform';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { PrismaClient } from '../../generated/prisma/client';
import { missingPeriods, type KeyPeriod } from './session-key-plan';
import type { Secrets } from './session-secrets';

/** Another replica may have made keys meanwhile; this is how long we go by what we last read. */
const READ_AGAIN_MS = 10 * 60 * 1000;

export interface Signer {
  kid: string;
  key: KeyObject;
}

/** The Ed25519 keys of access tokens: in the database, private parts encrypted, shared by all replicas. */
export class SigningKeys {
  private current: (Signer & { until: number }) | undefined;

  constructor(
    private readonly basics: Basics<PrismaClient>,
    private readonly secrets: Secrets,
  ) {}

  /** Makes what is missing and forgets what nobody needs any more. Safe to run in all replicas at once. */
  async rotate(): Promise<void> {
    const made = await takeStep(this.basics, 'signing-keys', async (step) => {
      const { tx } = step;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('signing_keys'))`;
      // Not when the step began: a replica that waited for the lock must not take the keys of the one before it for future ones.
      const now = this.basics.clock.now();
      await tx.signingKey.deleteMany({ where: { publishedUntil: { lte: now } } });
      // Keys under another secret are published until they expire, but we cannot sign with them.
      const ours = await tx.signingKey.findMany({ where: { secretId: this.secrets.id }, orderBy: { signsFrom: 'asc' } });
      const missing = missingPeriods(ours, now);
      for (const period of missing) await this.makeKey(step, period);
      return missing.length;
    });
    this.current = undefined;
    if (made > 0) this.basics.logger.info({ made }, 'signing keys were made');
  }

  /** The key that signs now. */
  async signer(): Promise<Signer> {
    const { clock } = this.basics;
    const now = clock.now().getTime();
    if (this.current && now < this.current.until) return this.current;
    const row = await this.readKey(now);
    if (row) return this.rememberKey(row, now);
    await this.rotate();
    // The new key signs from when it was made, which is later than `now`.
    const later = clock.now().getTime();
    return this.rememberKey((await this.readKey(later))!, later);
  }

  /** The public key set (RFC 7517): what signs now, what will, and what may still have tokens out. */
  async jwks(): Promise<{ keys: JWK[] }> {
    const rows = await this.basics.db.prisma.signingKey.findMany({
      where: { publishedUntil: { gt: this.basics.clock.now() } },
      orderBy: { signsFrom: 'asc' },
    });
    return { keys: rows.map((row) => ({ ...(row.publicJwk as JWK), kid: row.kid, alg: 'EdDSA', use: 'sig' })) };
  }

  private readKey(now: number) {
    const at = new Date(now);
    return this.basics.db.prisma.signingKey.findFirst({
      where: { secretId: this.secrets.id, signsFrom: { lte: at }, signsUntil: { gt: at } },
      orderBy: { signsFrom: 'desc' },
    });
  }

  private rememberKey(row: KeyPeriod & { kid: string; encryptedPrivate: Uint8Array }, now: number): Signer {
    const key = createPrivateKey({ key: decrypt(this.secrets.signingKeys, row.encryptedPrivate), format: 'der', type: 'pkcs8' });
    this.current = { kid: row.kid, key, until: Math.min(row.signsUntil.getTime(), now + READ_AGAIN_MS) };
    return this.current;
  }

  private async makeKey({ tx }: StepOf<Basics<PrismaClient>, unknown>, period: KeyPeriod): Promise<void> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const publicJwk = publicKey.export({ format: 'jwk' }) as JWK;
    await tx.signingKey.create({
      data: {
        kid: await calculateJwkThumbprint(publicJwk),
        publicJwk: publicJwk as object,
        encryptedPrivate: encrypt(this.secrets.signingKeys, privateKey.export({ format: 'der', type: 'pkcs8' })),
        secretId: this.secrets.id,
        ...period,
      },
    });
  }
}
