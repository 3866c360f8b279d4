import { id, idempotencyKey, line, z } from '@marquee/platform';

export const uploadScansInput = z.object({
  eventId: id(),
  deviceId: line(100),
  scans: z
    .array(
      z.object({
        nonce: line(100),
        code: line(2000),
        scannedAt: z.coerce.date(),
        direction: z.enum(['ENTRY', 'EXIT']).nullish(),
        people: z.int().min(1, 'must be at least 1').max(51, 'must be at most 51').nullish(),
        door: line(100).nullish(),
      }),
    )
    .min(1, 'must be at least 1')
    .max(200, 'must be at most 200')
    .refine((scans) => new Set(scans.map(({ nonce }) => nonce)).size === scans.length, 'must have different nonces'),
  idempotencyKey: idempotencyKey(),
});

export type UploadScans = z.output<typeof uploadScansInput>;
export type ScanToTake = UploadScans['scans'][number];
