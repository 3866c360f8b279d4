import { id, idempotencyKey, latitude, longitude, z } from '@marquee/platform';

export const startSharingLocationInput = z.object({
  eventId: id(),
  until: z.date(),
  precision: z.enum(['EXACT', 'NEIGHBOURHOOD']),
  friendIds: z.array(id()).min(1, 'must have at least one').max(50, 'must have at most 50').nullish(),
  idempotencyKey: idempotencyKey(),
});
export type StartSharingLocation = z.output<typeof startSharingLocationInput>;

export const shareLocationInput = z.object({
  latitude: latitude(),
  longitude: longitude(),
  accuracyMeters: z.number().int('must be a whole number').min(0, 'must not be negative').max(100_000, 'must be at most 100,000').nullish(),
});
export type ShareLocation = z.output<typeof shareLocationInput>;

export const stopSharingLocationInput = z.object({ idempotencyKey: idempotencyKey() });
export type StopSharingLocation = z.output<typeof stopSharingLocationInput>;
