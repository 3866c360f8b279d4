import { randomBytes, randomUUID } from 'node:crypto';
import { createLogger, type FieldCipher, type Viewer } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { accountNamed } from '../src/modules/account/account-name';
import { permissionsOf } from '../src/modules/user/user-roles';

/** People by address or username, signed in without a password: for a developer who asks as somebody. */
export interface Viewers {
  /** Null when no account, or more than one, has that name, and for an account that is suspended: it could not sign in. */
  named(name: string): Promise<Viewer | null>;
  close(): Promise<void>;
}

const CLIENT = 'development';
const LASTS_MS = 24 * 60 * 60 * 1000;

export function openViewers(url: string, fields: Pick<FieldCipher, 'index'>): Viewers {
  const db = openDatabase(url, createLogger('users-viewer', 'warn'));

  /** One that lasts, or a new one: a session that was ended stays so. */
  async function sessionOf(userId: string): Promise<string> {
    const now = new Date();
    const open = { userId, clientName: CLIENT, endedAt: null, expiresAt: { gt: now } };
    const known = await db.prisma.session.findFirst({ where: open, select: { id: true } });
    if (known) return known.id;
    const [id, salt, expiresAt] = [randomUUID(), randomBytes(32), new Date(now.getTime() + LASTS_MS)];
    await db.prisma.session.create({
      data: { ...{ id, userId, salt, expiresAt }, network: CLIENT, clientName: CLIENT, createdAt: now, lastUsedAt: now },
    });
    return id;
  }

  return {
    async named(name) {
      const where = accountNamed(fields, name);
      const found = where
        ? await db.prisma.user.findMany({ where: { ...where, suspendedAt: null }, select: { id: true, username: true, role: true } })
        : [];
      const [person] = found.length === 1 ? found : [];
      return person ? { ...person, permissions: permissionsOf(person.role), sessionId: await sessionOf(person.id) } : null;
    },
    close: () => db.close(),
  };
}
