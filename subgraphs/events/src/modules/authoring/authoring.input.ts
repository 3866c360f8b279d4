import { currency, id, idempotencyKey, line, text, z, type InputFault } from '@marquee/platform';
import { IANAZone } from 'luxon';
import { MAX_LENGTH_DAYS } from '../event/event-length';
import { isDraft, lacksAddress } from '../event/event-status';
import type { EventStatus, OnlineProvider } from '../../generated/prisma/enums';
import { imageFields, newImages } from '../image/image.input';
import { tagList } from '../tag/tag.input';
import { venueInput } from '../venue/venue.input';
import { detailFields, faultsOfDetails, newDetails } from './details.input';

const token = line(200).nullish();
/** The token of a preview; null where none was sent. */
export const confirmation = token.transform((value) => value ?? null);

const MAX_CAPACITY = 1_000_000;

const timezone = z.string().refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as America/Toronto');

const money = z.object({
  amountMinor: z.number().int().min(0, 'must not be negative'),
  currency: currency(),
});

export const price = z
  .object({ type: z.enum(['FREE', 'PAID', 'DONATION']), min: money.nullish(), max: money.nullish() })
  .transform(({ type, min, max }) => ({ type, min: min ?? null, max: max ?? null }))
  .refine(({ type, min, max }) => type !== 'FREE' || (!min && !max), { path: ['min'], error: 'a free event has no amounts' })
  .refine(({ type, min }) => type !== 'PAID' || min, { path: ['min'], error: 'say what it costs' })
  .refine(({ min, max }) => !max || (min && max.currency === min.currency && max.amountMinor >= min.amountMinor), {
    path: ['max'],
    error: 'must be in the currency of min, and not below it',
  });

const requirements = z
  .object({
    requiresApproval: z.boolean().nullish(),
    invitationOnly: z.boolean().nullish(),
    minPoints: z.number().int().min(1, 'must be at least 1').max(1_000_000, 'must be at most 1000000').nullish(),
    minRating: z.number().int().min(1, 'must be at least 1').max(100, 'must be at most 100').nullish(),
  })
  .transform(({ requiresApproval, invitationOnly, minPoints, minRating }) => ({
    requiresApproval: requiresApproval ?? false,
    invitationOnly: invitationOnly ?? false,
    minPoints: minPoints ?? null,
    minRating: minRating ?? null,
  }));

/** What creating and updating have in common; each field by itself. How they go together is checked on the whole event. */
export const editFields = {
  title: line(200),
  description: text(20_000),
  startsAt: z.date(),
  endsAt: z.date(),
  timezone,
  categorySlug: z.string().max(100),
  tags: tagList,
  capacity: z
    .number()
    .int()
    .min(1, 'must be at least 1; leave it out for no limit')
    .max(MAX_CAPACITY, `must be at most ${MAX_CAPACITY}`)
    .nullable(),
  visibility: z.enum(['PUBLIC', 'GROUP_ONLY', 'PRIVATE']),
  groupId: id().nullable(),
  format: z.enum(['IN_PERSON', 'VIRTUAL', 'HYBRID']),
  onlineUrl: z.string().nullable(),
  venue: venueInput.nullable(),
  venueId: id().nullable(),
  price,
  requirements,
  imageUrl: z.string().nullable(),
  ...imageFields,
  ...detailFields,
};

const { title, description, startsAt, endsAt, categorySlug } = editFields;

/** What a new event tells beside its times and its owner; what is left out is filled in. */
export const newContent = {
  title,
  description,
  timezone,
  categorySlug,
  tags: editFields.tags.nullish().transform((value) => value ?? []),
  capacity: editFields.capacity.optional().transform((value) => value ?? null),
  visibility: editFields.visibility.nullish().transform((value) => value ?? 'PUBLIC'),
  groupId: editFields.groupId.optional().transform((value) => value ?? null),
  format: editFields.format.nullish().transform((value) => value ?? 'IN_PERSON'),
  onlineUrl: editFields.onlineUrl.optional().transform((value) => value ?? null),
  venue: editFields.venue.optional().transform((value) => value ?? null),
  venueId: editFields.venueId.optional().transform((value) => value ?? null),
  price: editFields.price.nullish().transform((value) => value ?? null),
  requirements: editFields.requirements.nullish().transform((value) => value ?? null),
  imageUrl: editFields.imageUrl.optional().transform((value) => value ?? null),
  ...newDetails,
  ...newImages,
};

export const createEventInput = z
  .object({
    startsAt,
    endsAt,
    ...newContent,
    organizationId: id()
      .nullish()
      .transform((value) => value ?? null),
    idempotencyKey: idempotencyKey(),
  })
  .refine((input) => !input.venue || !input.venueId, { path: ['venueId'], error: 'pass venue or venueId, not both' });

/** A field that is left out is undefined; null empties it, where that is possible. */
export const updateEventInput = z
  .object({
    eventId: id(),
    version: z.number().int(),
    ...(Object.fromEntries(Object.entries(editFields).map(([name, schema]) => [name, schema.optional()])) as {
      [Name in keyof typeof editFields]: z.ZodOptional<(typeof editFields)[Name]>;
    }),
    confirmation: token,
    idempotencyKey: idempotencyKey(),
  })
  .refine((input) => !input.venue || !input.venueId, { path: ['venueId'], error: 'pass venue or venueId, not both' });

export const submitEventInput = z.object({ eventId: id(), idempotencyKey: idempotencyKey() });
export const deleteEventInput = submitEventInput;
export const cancelEventInput = z.object({
  eventId: id(),
  reason: text(500)
    .nullish()
    .transform((value) => value || null),
  confirmation,
  idempotencyKey: idempotencyKey(),
});

export type CreateEvent = z.output<typeof createEventInput>;
export type UpdateEvent = z.output<typeof updateEventInput>;
export type SubmitEvent = z.output<typeof submitEventInput>;
export type CancelEvent = z.output<typeof cancelEventInput>;
export type DeleteEvent = z.output<typeof deleteEventInput>;

/** Everything that is wrong with a whole event. */
export function faultsOf(event: {
  status?: EventStatus;
  startsAt: Date;
  endsAt: Date;
  visibility: 'PUBLIC' | 'GROUP_ONLY' | 'PRIVATE';
  groupId: string | null;
  format: 'IN_PERSON' | 'VIRTUAL' | 'HYBRID';
  onlineUrl: string | null;
  onlineProvider?: OnlineProvider | null;
  minAge?: number | null;
  maxAge?: number | null;
}): InputFault[] {
  const faults: InputFault[] = faultsOfDetails(event);
  if (event.endsAt <= event.startsAt) faults.push({ path: 'endsAt', message: 'must be after startsAt' });
  if (event.endsAt.getTime() - event.startsAt.getTime() > MAX_LENGTH_DAYS * 86_400_000)
    faults.push({ path: 'endsAt', message: `must be at most ${MAX_LENGTH_DAYS} days after startsAt` });
  if ((event.visibility === 'GROUP_ONLY') !== (event.groupId !== null))
    faults.push({
      path: 'groupId',
      message: event.groupId ? 'goes with visibility GROUP_ONLY only' : 'say which group the event is for',
    });
  if (event.status !== undefined && !isDraft(event.status) && lacksAddress(event))
    faults.push({ path: 'onlineUrl', message: 'is needed: people watch this event there' });
  if (event.format === 'IN_PERSON' && event.onlineUrl) faults.push({ path: 'onlineUrl', message: 'is for virtual and hybrid events' });
  return faults;
}
