import type { Step } from '../../context';
import { replaceAvatar } from '../avatar/avatar.store';
import { changeUsers, lockUser } from '../user/user.store';
import type { ReportedProfile } from './moderation.facts';

/** Words of a profile that were taken away. */
export interface TakenWords {
  displayName: string;
  bio: string | null;
}

/** A profile as it can be reported; null when there is none to be seen. Who has blocked a person may still report them. */
export async function profileSeenBy({ tx, kept }: Step, userId: string): Promise<ReportedProfile | null> {
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user || user.suspendedAt || user.deactivatedAt) return null;
  const { username, displayName, bio, avatarUrl, avatarKey } = user;
  const picture = avatarKey ? kept.files.publicUrl(avatarKey) : avatarUrl;
  return { userId, parts: { username, displayName, ...(bio && { bio }), ...(picture && { picture }) } };
}

/** Empties a profile; returns the words that it had, null when there is nobody. The picture goes for good. */
export async function emptyProfile(step: Step, userId: string): Promise<TakenWords | null> {
  const user = await lockUser(step, userId);
  if (!user) return null;
  await replaceAvatar(step, userId, null);
  await changeUsers(step, { id: userId }, { displayName: user.username, bio: null });
  return { displayName: user.displayName, bio: user.bio };
}

/** Puts the words back where their person has written none since. */
export async function fillProfile(step: Step, userId: string, { displayName, bio }: TakenWords): Promise<void> {
  const user = await lockUser(step, userId);
  if (!user) return;
  await changeUsers(
    step,
    { id: userId },
    { ...(user.displayName === user.username && { displayName }), ...(user.bio === null && { bio }) },
  );
}
