import { keepNewer } from '@marquee/platform';
import type { ImageExamined } from '@marquee/schema/topics';
import type { Step } from '../../context';

/** Events that one turn marks: a picture that thousands of imported ones share is no burden. */
const MARKED_AT_ONCE = 500;

/**
 * Keeps what the pixels of a picture tell. Which events name it is looked for by the job, when this is committed: a screening that began
 * before holds the lock of the address until then, and is found; one that begins after it finds the picture.
 */
export async function keepExamined(step: Step, fact: ImageExamined): Promise<void> {
  const { imageId, version, address, width, height, sharpness, exposure, quality } = fact;
  await step.tx.$queryRaw`SELECT pg_advisory_xact_lock(${LOCKS}::int, hashtext(${address}))::text`;
  const row = { imageId, version, address, width, height, sharpness, exposure, quality, due: true };
  await keepNewer(step.tx, 'examined_images', ['imageId'], row);
}

/** How good the picture at this address is, 0 to 1; null as long as its pixels were not measured. */
export async function examinedQuality({ tx }: Step, address: string): Promise<number | null> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(${LOCKS}::int, hashtext(${address}))::text`;
  const image = await tx.examinedImage.findFirst({ where: { address }, orderBy: { version: 'desc' }, select: { quality: true } });
  return image?.quality ?? null;
}

/** Advisory locks of addresses, apart from those of events. */
const LOCKS = 7_141;

/**
 * Lets events be screened again whose picture was measured since they were: those that are approved, and those that wait and that nobody
 * has claimed, because a curator's decision must not fail for it. Returns whether there may be more.
 */
export async function markExamined({ tx, now }: Step): Promise<boolean> {
  const image = await tx.examinedImage.findFirst({ where: { due: true }, orderBy: { imageId: 'asc' } });
  if (!image) return false;
  const marked = await tx.$executeRaw`
    UPDATE workflows SET screening_due = true WHERE id IN (
      SELECT w.id FROM event_copies e
      JOIN workflows w ON w.event_id = e.event_id AND w.revision_id IS NULL AND w.status IN ('PENDING', 'APPROVED', 'FLAGGED') AND NOT w.screening_due
      JOIN assessments a ON a.id = w.assessment_id AND abs(a.image_quality - ${image.quality}::float8) > 0.001
      WHERE e.image_url = ${image.address} AND NOT e.deleted AND e.status IN ('PENDING_REVIEW', 'PUBLISHED')
        AND (w.claimed_until IS NULL OR w.claimed_until <= ${now}::timestamptz)
        AND NOT EXISTS (SELECT 1 FROM workflows l WHERE l.event_id = w.event_id AND l.revision_id IS NULL AND l.submission > w.submission)
      ORDER BY w.id LIMIT ${MARKED_AT_ONCE} FOR UPDATE OF w
    )`;
  if (marked < MARKED_AT_ONCE) await tx.examinedImage.update({ where: { imageId: image.imageId }, data: { due: false } });
  return true;
}
