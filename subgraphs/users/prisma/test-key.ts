import { randomBytes, randomUUID } from 'node:crypto';
import { createLogger, startOfApiKey, type FieldCipher } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { hashOf } from '../src/modules/api-key/api-key-secret';
import { deriveSecrets } from '../src/modules/session/session-secrets';
import { seed } from './seed';

/** A key of test mode, as the gateway that was sent it knows it. */
export interface TestKey {
  readonly developerId: string;
  readonly keyId: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

/** Who the developer is in a world of test mode: they sign in there with the demo password. */
const DEVELOPER = { username: 'developer', displayName: 'Developer', email: 'developer@demo.test' };
/** Its end is that of the key outside, which the gateway looks at. The clock in here may be moved past any nearer one. */
const NEVER = new Date('9999-12-31T00:00:00.000Z');

/** Puts the developer into a world of test mode. Before anybody else, so that nobody has their name. */
export async function bringDeveloperAt(
  url: string,
  options: { developerId: string; demoPassword: string; fields: Pick<FieldCipher, 'seal' | 'index'>; now: Date },
): Promise<void> {
  const { developerId: id, now: createdAt, demoPassword, fields } = options;
  await at(url, (db) =>
    seed(db, { people: [{ id, ...DEVELOPER, verified: true, demo: true, createdAt }], demoPassword, fields }).then(() => undefined),
  );
}

/** Makes a key of test mode good in its world. To do it again changes nothing. */
export async function bringTestKeyAt(
  url: string,
  key: TestKey,
  { sessionSecret, now }: { sessionSecret: string; now: Date },
): Promise<void> {
  const { developerId: userId, keyId: id, secret, scopes } = key;
  const hash = hashOf(deriveSecrets(sessionSecret), secret);
  await at(url, (db) =>
    db.transaction(async (tx) => {
      const made = { id, userId, name: 'Test mode', scopes: [...scopes], origins: [], networks: [], isTest: true };
      await tx.apiKey.createMany({ data: { ...made, grantId: randomUUID(), createdAt: now, expiresAt: NEVER }, skipDuplicates: true });
      await tx.$queryRaw`SELECT 1 FROM api_keys WHERE id = ${id}::uuid FOR UPDATE`;
      const last = await tx.apiKeySecret.findFirst({ where: { keyId: id }, orderBy: { version: 'desc' }, select: { version: true } });
      const row = {
        keyId: id,
        version: (last?.version ?? 0) + 1,
        salt: new Uint8Array(randomBytes(16)),
        hash,
        start: startOfApiKey(secret),
      };
      await tx.apiKeySecret.createMany({ data: row, skipDuplicates: true });
    }),
  );
}

const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Those who have a key of test mode, or had one in the last 30 days: the worlds of all others go. */
export function testDevelopersAt(url: string, now: Date): Promise<ReadonlySet<string>> {
  const since = new Date(now.getTime() - KEPT_MS);
  return at(url, async ({ prisma }) => {
    const lately = { OR: [{ endedAt: null }, { endedAt: { gt: since } }] };
    const where = { isTest: true, expiresAt: { gt: since }, ...lately };
    const keys = await prisma.apiKey.findMany({ where, distinct: ['userId'], select: { userId: true } });
    return new Set(keys.map(({ userId }) => userId));
  });
}

async function at<T>(url: string, work: (db: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const db = openDatabase(url, createLogger('test-mode', 'warn'));
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
