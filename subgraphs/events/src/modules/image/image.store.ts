import { randomUUID } from 'node:crypto';
import { discardFile, endingOf, keepFile, reserveFile } from '@marquee/platform';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { hashOf } from './image-address';
import { UPLOAD_DELETED_MS, UPLOAD_LASTS_MS } from './image-limits';
import type { ImageRow, Pictures } from './image.types';

/** Makes room for a picture that nobody sees yet, and returns its id. */
export async function addUpload(
  step: Step,
  ownerId: string,
  { contentType, size }: { contentType: string; size: number },
): Promise<string> {
  const { tx, now } = step;
  const [id, uploadKey] = [randomUUID(), `uploads/images/${randomUUID()}.${endingOf(contentType)!}`];
  const at = now.getTime();
  await reserveFile(step, { key: uploadKey, owner: ownerId, deleteAt: new Date(at + UPLOAD_DELETED_MS) });
  const sent = { uploadKey, uploadSize: size, contentType, expiresAt: new Date(at + UPLOAD_LASTS_MS) };
  await tx.image.create({ data: { id, ownerId, ...sent, createdAt: now, unusedSince: now } });
  return id;
}

/** Null when there is none. */
export async function lockImage({ tx }: Step, id: string): Promise<ImageRow | null> {
  await tx.$queryRaw`SELECT 1 FROM images WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.image.findUnique({ where: { id } });
}

/** Changes a picture that is locked, and tells those who wait for it. */
export async function changeImage(step: Step, id: string, data: Prisma.ImageUncheckedUpdateInput): Promise<ImageRow> {
  const image = await step.tx.image.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
  step.push(channels.image(id), { version: image.version });
  return image;
}

/** The picture, which is locked, is shown nowhere from now on; `forget-images` takes it out of its events. */
export async function withdrawImage(step: Step, image: ImageRow): Promise<void> {
  const files = await step.tx.imageFile.findMany({ where: { imageId: image.id }, select: { key: true }, orderBy: { key: 'asc' } });
  for (const { key } of files) await discardFile(step, key);
  await changeImage(step, image.id, { state: 'GONE', runAt: step.now, altText: null, blurhash: null });
}

/** All that an erased person sent is shown nowhere any more. Its files go with `forgetFilesOf`. After the locks of events. */
export async function forgetImagesOf({ tx, now }: Step, ownerId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE images SET state = 'GONE', owner_id = NULL, alt_text = NULL, blurhash = NULL, run_at = ${now}, version = version + 1
    WHERE owner_id = ${ownerId}::uuid`;
}

/** What holds a picture as long as it is there. */
export type ImageHolder = { eventId: string } | { templateId: string };

/**
 * Of the pictures that are wished, those that can be shown; held until the transaction ends, so that none is deleted under it. A picture
 * of ours that is gone is none. After the event is locked, where there is one.
 */
export async function presentPictures<Wish extends Partial<Pictures>>(step: Step, wish: Wish): Promise<Wish> {
  const ours = ownAddress(step, wish.imageUrl);
  const ids = idsOf(wish);
  if (ids.length === 0 && ours === null) return wish;
  const rows = await step.tx.$queryRaw<{ id: string; address: string }[]>`
    SELECT id, address FROM images WHERE state = 'READY' AND (id = ANY(${ids}::uuid[]) OR address_hash = ${ours && hashOf(ours)})
    ORDER BY id FOR SHARE`;
  const present = new Set(rows.map(({ id }) => id));
  return {
    ...wish,
    ...(ours !== null && !rows.some(({ address }) => address === ours) ? { imageUrl: null } : {}),
    ...(wish.galleryIds ? { galleryIds: wish.galleryIds.filter((id) => present.has(id)) } : {}),
    ...(wish.videoPosterId && !present.has(wish.videoPosterId) ? { videoPosterId: null } : {}),
  };
}

/** Writes down that a holder has these pictures: they stay as long as it does. After `presentPictures`. */
export async function holdPictures(step: Step, holder: ImageHolder, pictures: Partial<Pictures>): Promise<void> {
  const ours = ownAddress(step, pictures.imageUrl);
  const ids = idsOf(pictures);
  if (ids.length === 0 && ours === null) return;
  const [eventId, templateId] = 'eventId' in holder ? [holder.eventId, null] : [null, holder.templateId];
  await step.tx.$executeRaw`
    WITH held AS (
      INSERT INTO image_uses (image_id, event_id, template_id)
      SELECT id, ${eventId}::uuid, ${templateId}::uuid FROM images
      WHERE id = ANY(${ids}::uuid[]) OR address_hash = ${ours && hashOf(ours)}
      ORDER BY id ON CONFLICT DO NOTHING RETURNING image_id
    )
    UPDATE images SET unused_since = NULL FROM held WHERE id = held.image_id AND unused_since IS NOT NULL`;
}

/** A drawn picture's files are kept for good. False when their time was up. */
export async function keepRenditions(step: Step, imageId: string, files: readonly Omit<Prisma.ImageFileCreateManyInput, 'imageId'>[]) {
  for (const { key } of files) if (!(await keepFile(step, key))) return false;
  await step.tx.imageFile.createMany({ data: files.map((file) => ({ ...file, imageId })) });
  return true;
}

const idsOf = ({ galleryIds = [], videoPosterId }: Partial<Pictures>): string[] => [
  ...galleryIds,
  ...(videoPosterId ? [videoPosterId] : []),
];

const ownAddress = ({ kept: { files } }: Step, address: string | null | undefined): string | null =>
  address && files?.isPublicUrl(address) ? address : null;
