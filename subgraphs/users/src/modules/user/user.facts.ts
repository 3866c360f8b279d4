import type { UserUpdated } from '@marquee/schema/topics';
import type { Tx } from '../../db';
import type { User as UserRow } from '../../generated/prisma/client';
import { outbox } from '../../outbox';

/** Tells the other subgraphs how somebody is now; called in the transaction of the change, after it. */
export async function tellUserUpdated(tx: Tx, users: readonly UserRow[], correlationId: string): Promise<void> {
  await outbox.appendAll(
    tx,
    users.map((user) => ({ topic: 'user.updated' as const, key: user.id, payload: userUpdated(user), headers: { correlationId } })),
  );
}

/** Raw values: whoever keeps a copy gates it by `privacy` on every read. */
export function userUpdated(user: UserRow): UserUpdated {
  return {
    userId: user.id,
    version: user.version,
    username: user.username,
    displayName: user.displayName,
    avatarUrl: user.avatarUrl,
    role: user.role,
    verified: user.verified,
    interests: user.interests,
    traits: user.traits,
    location: user.latitude === null || user.longitude === null ? null : { latitude: user.latitude, longitude: user.longitude },
    activityLevel: user.activityLevel,
    reputation: user.reputation,
    privacy: {
      bio: user.bioVisibility,
      location: user.locationVisibility,
      interests: user.interestsVisibility,
      friends: user.friendsVisibility,
      attendance: user.attendanceVisibility,
      suggestible: user.suggestible,
    },
    active: user.suspendedAt === null,
  };
}
