import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { changesOf, endRevision, pendingRevision } from '../event/event-revision.store';
import { changeEvent, lockEvent } from '../event/event.store';
import type { WholeEvent } from '../event/event.types';
import { hashOf } from './image-address';
import { ROW_KEPT_MS, UNUSED_MS } from './image-limits';
import { addressesToFetch, eventsWith } from './image.sql';
import { forgetUnused } from './image-unused.sql';
import type { Pictures } from './image.types';

/** Takes a deleted picture out of one event, and what was proposed with it. */
export async function takeOut(step: Step, eventId: string, gone: { id: string; address: string | null }): Promise<void> {
  const event = await lockEvent(step, eventId);
  if (!event) return;
  const revision = await pendingRevision(step, event.id);
  const changed =
    Object.keys(without(event, gone)).length > 0 ? await changeEvent(step, event, without(event, gone), 'UPDATED', null) : event;
  if (revision && names(changesOf(revision), gone)) await endRevision(step, changed as WholeEvent, revision, 'WITHDRAWN');
}

/** Ids of the events that have it or had it. */
export const holdersOf = async ({ tx }: Step, id: string, address: string | null): Promise<string[]> =>
  (await tx.$queryRaw<{ id: string }[]>(eventsWith(id, address))).map((row) => row.id);

/** The row of a deleted picture goes; one of a day or less stays for so long, because its owner's pictures of a day are counted. */
export async function forgetRow({ tx, now }: Step, id: string): Promise<void> {
  await tx.imageUse.deleteMany({ where: { imageId: id } });
  await tx.imageFile.deleteMany({ where: { imageId: id } });
  const { ownerId, createdAt } = (await tx.image.findUnique({ where: { id } })) ?? {};
  if (!createdAt) return;
  const until = new Date(createdAt.getTime() + ROW_KEPT_MS);
  if (ownerId === null || until <= now) await tx.image.deleteMany({ where: { id, state: 'GONE' } });
  else await tx.image.updateMany({ where: { id, state: 'GONE' }, data: { runAt: until, address: null, addressHash: null } });
}

/** What nobody handed over, what was refused, and what no event has had for a day. */
export async function forgetUnusedImages(step: Step): Promise<void> {
  const { tx, now } = step;
  const since = new Date(now.getTime() - UNUSED_MS);
  await tx.image.deleteMany({ where: { state: { in: ['AWAITED', 'REFUSED'] }, sourceUrl: null, unusedSince: { lte: since } } });
  await tx.$executeRaw(forgetUnused(now, since));
}

/** Writes down that pictures elsewhere are to be fetched, a few at a time. */
export async function wantRemoteImages({ tx, now }: Step, most: number): Promise<void> {
  const rows = await tx.$queryRaw<{ address: string }[]>(addressesToFetch(now, most));
  const addresses = [...new Set(rows.map(({ address }) => address))];
  const data = addresses.map((address) => ({
    ...{ id: randomUUID(), sourceUrl: address, address, addressHash: hashOf(address), state: 'WAITING' as const },
    ...{ runAt: now, createdAt: now, unusedSince: now },
  }));
  if (data.length > 0) await tx.image.createMany({ data, skipDuplicates: true });
}

/** What of an event changes when the picture goes. */
function without(event: Pictures, { id, address }: { id: string; address: string | null }): Partial<Pictures> {
  return {
    ...(address !== null && event.imageUrl === address ? { imageUrl: null } : {}),
    ...(event.galleryIds.includes(id) ? { galleryIds: event.galleryIds.filter((one) => one !== id) } : {}),
    ...(event.videoPosterId === id ? { videoPosterId: null } : {}),
  };
}

const names = ({ imageUrl, galleryIds = [], videoPosterId }: Partial<Pictures>, gone: { id: string; address: string | null }): boolean =>
  (gone.address !== null && imageUrl === gone.address) || galleryIds.includes(gone.id) || videoPosterId === gone.id;
