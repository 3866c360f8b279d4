import { id, z } from '@marquee/platform';

const count = () => z.number().int().min(0).max(2_000_000_000);

export const recordApiUsageInput = z.object({
  entries: z
    .array(
      z.object({
        keyId: id(),
        day: z.iso.date(),
        requests: count(),
        errors: count(),
        cost: z.number().min(0).max(1e15).transform(Math.round),
      }),
    )
    .max(500),
  idempotencyKey: z.uuid(),
});
export type RecordApiUsage = z.output<typeof recordApiUsageInput>;
