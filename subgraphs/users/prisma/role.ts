import { appendAll, createLogger, type FieldCipher, type FileStore } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { accountNamed } from '../src/modules/account/account-name';
import { userUpdated } from '../src/modules/user/user.facts';
import { recordAccountEvent } from '../src/modules/history/history.store';
import { roleName, type Role } from '../src/modules/user/user-roles';

/**
 * Gives an account a role, by address or username: for whoever runs the installation, to make its first administrator. Returns the person's
 * username, or null when there is none, or more than one. What the role allows counts from their next sign-in or refresh; to take a role away, use
 * `setUserRole`, which ends sessions at once.
 */
export async function giveRoleAt(
  url: string,
  name: string,
  role: Role,
  { files, fields }: { files: Pick<FileStore, 'publicUrl'>; fields: Pick<FieldCipher, 'index'> },
): Promise<string | null> {
  const db = openDatabase(url, createLogger('users-role', 'warn'));
  try {
    return await db.transaction(async (tx) => {
      const where = accountNamed(fields, name);
      const named = where ? await tx.user.findMany({ where, select: { id: true, emailVerifiedAt: true } }) : [];
      // Who has shown that an address is theirs is meant by it. Where several gave it and none has, the username says which is meant.
      const verified = named.filter(({ emailVerifiedAt }) => emailVerifiedAt);
      const found = verified.length > 0 ? verified : named;
      if (found.length !== 1) return null;
      const data = { role, version: { increment: 1 }, updatedAt: new Date() };
      const [user] = await tx.user.updateManyAndReturn({ where: { id: found[0]!.id }, data });
      if (!user) return null;
      const step = { tx, now: new Date(), cause: 'command:role' };
      await recordAccountEvent(step, { userId: user.id, kind: 'ROLE_CHANGED', actorId: null, detail: roleName(role) });
      await appendAll(tx, [{ ...userUpdated(user, files), headers: { correlationId: 'command:role' } }]);
      return user.username;
    });
  } finally {
    await db.close();
  }
}
