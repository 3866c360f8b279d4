import { faultOfWebAddress, id, idempotencyKey, line, z } from '@marquee/platform';
import { apiScopes } from '../api-key/api-key-scopes';
import { faultOfRedirect } from './oauth-redirect';

const MOST_REDIRECTS = 10;
const LONGEST = 500;

/** An address of the app's own that everybody can open, in one piece. */
const webPage = () =>
  z.string().superRefine((value, context) => {
    const fault = faultOfPage(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

function faultOfPage(value: string): string | null {
  if (value.length > LONGEST) return `must have at most ${LONGEST} characters`;
  if (!URL.canParse(value) || new URL(value).protocol !== 'https:') return 'must be an address that begins with https://';
  return faultOfWebAddress(value);
}

const redirect = () =>
  z.string().superRefine((value, context) => {
    const fault = faultOfRedirect(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

const unlike = <T>(values: T[]) => [...new Set(values)];
const scopes = () => z.array(z.enum(apiScopes)).min(1, 'must not be empty').transform(unlike);
const redirects = () => z.array(redirect()).max(MOST_REDIRECTS, `must be at most ${MOST_REDIRECTS}`).transform(unlike);

export const createAppInput = z.object({
  name: line(80),
  websiteUrl: webPage(),
  logoUrl: webPage().nullish(),
  redirectUris: redirects(),
  scopes: scopes(),
  isConfidential: z.boolean(),
  idempotencyKey: idempotencyKey(),
});
export type CreateApp = z.output<typeof createAppInput>;

/** Null is as absent where nothing cannot be. */
const or = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

export const updateAppInput = z.object({
  id: id(),
  name: or(line(80)),
  websiteUrl: or(webPage()),
  logoUrl: webPage().nullish(),
  redirectUris: or(redirects()),
  scopes: or(scopes()),
  idempotencyKey: idempotencyKey(),
});
export type UpdateApp = z.output<typeof updateAppInput>;

const HOURS = 'must be between 0 and 168';
export const rotateAppSecretInput = z.object({
  id: id(),
  overlapHours: z.number().int().min(0, HOURS).max(168, HOURS),
  idempotencyKey: idempotencyKey(),
});
export type RotateAppSecret = z.output<typeof rotateAppSecretInput>;

export const deleteAppInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type DeleteApp = z.output<typeof deleteAppInput>;

export const revokeAppInput = z.object({ appId: id(), idempotencyKey: idempotencyKey() });
export type RevokeApp = z.output<typeof revokeAppInput>;
