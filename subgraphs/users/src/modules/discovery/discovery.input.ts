import { idempotencyKey, isCurrency, z } from '@marquee/platform';

const share = () => z.number().min(0, 'must be between 0 and 1').max(1, 'must be between 0 and 1');
const minor = () => z.int().min(0, 'must be at least 0').max(100_000_000, 'must be at most 100,000,000');

const slugs = () =>
  z
    .array(z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be the slug of a category, such as live-music'))
    .max(20, 'must have at most 20 entries')
    .transform((all) => [...new Set(all)]);

export const updateDiscoveryPreferencesInput = z.object({
  eventTypes: slugs().nullish(),
  maxDistanceKm: z.number().min(1, 'must be between 1 and 500').max(500, 'must be between 1 and 500').nullish(),
  priceRange: z
    .object({ minMinor: minor(), maxMinor: minor(), currency: z.string().refine(isCurrency, 'must be an ISO 4217 code, such as CAD') })
    .refine(({ minMinor, maxMinor }) => minMinor <= maxMinor, { path: ['maxMinor'], message: 'must be at least minMinor' })
    .nullish(),
  times: z
    .array(z.enum(['MORNING', 'AFTERNOON', 'EVENING', 'NIGHT']))
    .max(4, 'must have at most 4 entries')
    .transform((all) => [...new Set(all)])
    .nullish(),
  priceSensitivity: share().nullish(),
  socialPreference: share().nullish(),
  idempotencyKey: idempotencyKey(),
});

export type UpdateDiscoveryPreferences = z.output<typeof updateDiscoveryPreferencesInput>;
