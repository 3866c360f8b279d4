import { id, idempotencyKey, z } from '@marquee/platform';

export const featureEventInput = z.object({
  eventId: id(),
  from: z.date().nullish(),
  until: z.date().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type FeatureEvent = z.output<typeof featureEventInput>;
