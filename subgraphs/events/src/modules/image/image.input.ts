import { id, idempotencyKey, line, MAX_IMAGE_BYTES, z } from '@marquee/platform';
import { IMAGE_TYPES, MOST_IN_GALLERY } from './image-limits';

const altText = line(500, 0);

/** Pictures of an event, by their ids; each field by itself. */
export const imageFields = {
  coverId: id().nullable(),
  galleryIds: z
    .array(id())
    .max(MOST_IN_GALLERY, `must be at most ${MOST_IN_GALLERY}`)
    .refine((ids) => new Set(ids).size === ids.length, 'must not have one picture twice'),
  videoPosterId: id().nullable(),
};

/** For a new event: what is left out is not there. */
export const newImages = {
  coverId: imageFields.coverId.optional(),
  galleryIds: imageFields.galleryIds.nullish().transform((value) => value ?? []),
  videoPosterId: imageFields.videoPosterId.optional().transform((value) => value ?? null),
};

export const createUploadInput = z.object({
  contentType: z.enum(IMAGE_TYPES, 'must be image/png, image/jpeg or image/webp'),
  size: z.number().int().min(1, 'must not be empty').max(MAX_IMAGE_BYTES, `must be at most ${MAX_IMAGE_BYTES} bytes`),
  idempotencyKey: idempotencyKey(),
});
export const completeUploadInput = z.object({ uploadId: id(), altText, idempotencyKey: idempotencyKey() });
export const describeImageInput = z.object({ imageId: id(), altText, idempotencyKey: idempotencyKey() });
export const deleteImageInput = z.object({ imageId: id(), idempotencyKey: idempotencyKey() });

export type CreateUpload = z.output<typeof createUploadInput>;
export type CompleteUpload = z.output<typeof completeUploadInput>;
export type DescribeImage = z.output<typeof describeImageInput>;
export type DeleteImage = z.output<typeof deleteImageInput>;
