import { randomUUID } from 'node:crypto';
import { discardFile, endingOf, keepFile, reserveFile, type Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { AvatarUpload as UploadRow } from '../../generated/prisma/client';
import { limitedUntilOf } from '../user/user-limited';
import { changeUsers } from '../user/user.store';
import { picturesAnHour, UPLOAD_DELETED_MS, UPLOAD_LASTS_MS } from './avatar-limits';
import { avatarRefused, tooManyPictures } from './avatar.refusals';

const HOUR_MS = 3_600_000;

/**
 * Refuses more uploads than the account may ask for in an hour by its standing. Every change of a person holds their row: requests side by
 * side count each other. The platform's own people have no limit.
 */
export async function requireWithinHour({ tx, now, kept }: Step, viewer: Viewer): Promise<void> {
  if (viewer.role !== 'user') return;
  const user = await tx.user.findUniqueOrThrow({ where: { id: viewer.id } });
  const account = {
    registeredAt: user.createdAt,
    addressVerified: user.emailVerifiedAt !== null,
    reputation: user.reputation,
    limitedUntil: limitedUntilOf(user),
  };
  const limit = picturesAnHour(kept.settings.NEW_ACCOUNT_PICTURES, account, now);
  // The one that makes room for this when its hour is over; none where there is room.
  const inTheWay = await tx.avatarUpload.findFirst({
    where: { userId: viewer.id, createdAt: { gt: new Date(now.getTime() - HOUR_MS) } },
    orderBy: { createdAt: 'desc' },
    skip: limit - 1,
  });
  if (inTheWay) throw tooManyPictures(limit, new Date(inTheWay.createdAt.getTime() + HOUR_MS));
}

/** Makes room for a picture that nobody sees yet, and returns the upload's id. */
export async function addUpload(step: Step, userId: string, { contentType, size }: { contentType: string; size: number }): Promise<string> {
  const { tx, now } = step;
  const [id, key] = [randomUUID(), `uploads/avatars/${randomUUID()}.${endingOf(contentType)!}`];
  const at = now.getTime();
  await reserveFile(step, { key, owner: userId, deleteAt: new Date(at + UPLOAD_DELETED_MS) });
  await tx.avatarUpload.create({ data: { id, userId, key, size, createdAt: now, expiresAt: new Date(at + UPLOAD_LASTS_MS) } });
  return id;
}

/** Makes room for the picture that everybody will see, under a name that only its address tells; it goes unless it is taken. */
export async function reserveAvatar(step: Step, userId: string, uploadKey: string): Promise<string> {
  const key = `public/avatars/${randomUUID()}${uploadKey.slice(uploadKey.lastIndexOf('.'))}`;
  await reserveFile(step, { key, owner: userId, deleteAt: new Date(step.now.getTime() + UPLOAD_DELETED_MS) });
  return key;
}

/** Takes the upload up for good; of two who want it at the same time one gets it. */
export async function spendUpload({ tx, now, kept, after }: Step, { id, key }: UploadRow): Promise<void> {
  const { count } = await tx.avatarUpload.updateMany({ where: { id, usedAt: null }, data: { usedAt: now } });
  if (count === 0) throw avatarRefused('SPENT');
  // Its row stays reserved: somebody may send another file to the address until it expires, which must go, too.
  after(() => kept.files.delete(key));
}

/** Gives a person another picture, a file of ours, or none; the one before goes. Their row is held. */
export async function replaceAvatar(step: Step, userId: string, key: string | null): Promise<void> {
  const former = await step.tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (key === null && former.avatarKey === null && former.avatarUrl === null) return;
  if (key !== null && !(await keepFile(step, key))) throw avatarRefused('SPENT');
  await changeUsers(step, { id: userId }, { avatarKey: key, avatarUrl: null });
  if (former.avatarKey !== null) await discardFile(step, former.avatarKey);
}
