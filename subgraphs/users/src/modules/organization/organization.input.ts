import { idempotencyKey, line, z } from '@marquee/platform';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$/;
const SLUG_FAULT = 'must have 3 to 60 of a-z, 0-9 and -, and no - at either end';

export const createOrganizationInput = z
  .object({
    name: line(120),
    slug: z.string().regex(SLUG, SLUG_FAULT).nullish(),
    websiteUrl: z.string().nullish(),
    idempotencyKey: idempotencyKey(),
  })
  .transform((input) => ({ ...input, slug: input.slug ?? slugOf(input.name) }))
  .refine(({ slug }) => SLUG.test(slug), { path: ['slug'], message: SLUG_FAULT });

export type CreateOrganization = z.output<typeof createOrganizationInput>;

/** "Café de l'Olympia" → "cafe-de-l-olympia". */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}
