import type { FactOf, FileStore } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { User as UserRow } from '../../generated/prisma/client';
import { limitedUntilOf } from './user-limited';
import { avatarAddress } from './user-avatar';

/** How a person is now. Raw values: the copies of other subgraphs are gated by `privacy` on every read. */
export const userUpdated = (user: UserRow, files: Pick<FileStore, 'publicUrl'>): FactOf<Pick<Topics, 'user.updated'>> => ({
  topic: 'user.updated',
  key: user.id,
  payload: {
    userId: user.id,
    version: user.version,
    username: user.username,
    displayName: user.displayName,
    avatarUrl: avatarAddress(user, files),
    role: user.role,
    verified: user.verified,
    interests: user.interests,
    traits: user.traits,
    location: user.latitude === null || user.longitude === null ? null : { latitude: user.latitude, longitude: user.longitude },
    activityLevel: user.activityLevel,
    reputation: user.reputation,
    points: user.points,
    reliability: user.reliability,
    privacy: {
      bio: user.bioVisibility,
      location: user.locationVisibility,
      interests: user.interestsVisibility,
      friends: user.friendsVisibility,
      attendance: user.attendanceVisibility,
      suggestible: user.suggestible,
    },
    active: user.suspendedAt === null && user.deactivatedAt === null,
    registeredAt: user.createdAt.toISOString(),
    addressVerified: user.emailVerifiedAt !== null,
    limitedUntil: limitedUntilOf(user)?.toISOString() ?? null,
  },
});
