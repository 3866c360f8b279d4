import { appendAll, createLogger } from '@marquee/platform';
import { openDatabase } from '../src/db';
import { userUpdated } from '../src/modules/user/user.facts';
import type { Role } from '../src/modules/user/user-roles';

/**
 * Gives an account a role, by address or username: for whoever runs the installation, to make its first administrator. Returns the person's
 * username, or null when there is none. What the role allows counts from their next sign-in or refresh; to take a role away, use
 * `setUserRole`, which ends sessions at once.
 */
export async function giveRoleAt(url: string, name: string, role: Role): Promise<string | null> {
  const db = openDatabase(url, createLogger('users-role', 'warn'));
  try {
    return await db.transaction(async (tx) => {
      const key = name.trim().toLowerCase();
      const [user] = await tx.user.updateManyAndReturn({
        where: { OR: [{ emailKey: key }, { usernameKey: key }] },
        data: { role, version: { increment: 1 }, updatedAt: new Date() },
      });
      if (!user) return null;
      await appendAll(tx, [{ ...userUpdated(user), headers: { correlationId: 'command:role' } }]);
      return user.username;
    });
  } finally {
    await db.close();
  }
}
