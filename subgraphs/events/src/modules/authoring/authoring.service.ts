import { randomUUID } from 'node:crypto';
import { conflict, invalidInputs, notAllowed, notFound, type InputFault } from '@marquee/platform';
import { organizationRolesWith, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { wantedCapacity } from '../attendance/counts';
import { needsApproval } from '../event/event-approval';
import { splitContent, type EventContent } from '../event/event-content';
import { FREE, priceColumns, type Price } from '../event/event-price';
import { lockSeriesOf, removeEmptySeries } from '../event/event-series.store';
import { changesOf, pendingRevision, proposeRevision } from '../event/event-revision.store';
import { holdRight, lockOrganizationRole } from '../event/event-rights.store';
import { isEditable, lacksAddress, MOST_RESUBMISSIONS } from '../event/event-status';
import type { EventService } from '../event/event.service';
import { changeEvent, insertEvent, lockEvent, removeEvent, requestReview } from '../event/event.store';
import type { EventRow, WholeEvent } from '../event/event.types';
import { cancellationOf, changeOf } from '../impact/impact';
import { requireConfirmed } from '../impact/impact.store';
import type { ShownImageService } from '../image/image-shown.service';
import { holdPictures, presentPictures } from '../image/image.store';
import { requireWithinHour } from '../person/hourly-limit.store';
import { ensureTags } from '../tag/tag.store';
import type { VenueValue } from '../venue/venue.input';
import type { VenueService } from '../venue/venue.service';
import { ensureVenue } from '../venue/venue.store';
import { faultsOf, type CancelEvent, type CreateEvent, type DeleteEvent, type SubmitEvent, type UpdateEvent } from './authoring.input';
import { nextStatus, spoken, wrongEventStatus } from './authoring.refusals';
import { callOff } from './cancel.store';
import { changeCapacity, UNCONFIRMED, type Confirmed } from './capacity.store';
import { priceFaults } from './price-faults.store';

/** What an edit changes of an event; what is not there stays. */
export type EventPatch = Partial<Omit<UpdateEvent, 'eventId' | 'version' | 'idempotencyKey' | 'price' | 'coverId' | 'confirmation'>> & {
  price?: Price;
  /** Of whoever has seen what it does to others. */
  confirmed?: Confirmed;
};

/** A new event, as whoever makes it wishes it. */
export type NewEvent = Omit<CreateEvent, 'idempotencyKey' | 'price' | 'coverId'> & { price: Price | null } & Partial<
    Pick<EventRow, 'seriesId' | 'recurrenceId' | 'seriesRole'>
  >;

/** Of which series it is a change, too, and whether the event is one of those that follow the one by which it is proposed. */
export interface EditReach {
  seriesId: string | null;
  follows: boolean;
  changesCapacity?: boolean;
}

const ALONE: EditReach = { seriesId: null, follows: false };

/** What organisers do with their events. */
export class AuthoringService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly venues: VenueService,
    private readonly images: ShownImageService,
  ) {}

  async create(input: CreateEvent): Promise<EventRow> {
    const { idempotencyKey: _key, ...wished } = input;
    refuse(await this.images.faults(wished));
    const event = await this.images.withCover(wished);
    await this.requireDraft(event);
    const id = await this.ctx.change('createEvent', input, (step) => this.makeDraft(step, event));
    return this.events.afterChange(id);
  }

  /** Refuses what cannot be a new event of the viewer's. Asked before a transaction, which needs no second connection then. */
  async requireDraft(event: NewEvent): Promise<void> {
    const { kept, loaders } = this.ctx;
    const { organizationId } = event;
    if (organizationId) refuseIfNotFor((await loaders.viewerRoleByOrganizationId.load(organizationId))?.role ?? null);
    refuse([...faultsOf(event), ...endFaults(event, kept.clock.now()), ...(await this.referenceFaults(event))]);
  }

  /** Every draft is made here, within what one account may make in an hour. After `requireDraft`. Returns its id. */
  async makeDraft(step: Step, event: NewEvent): Promise<string> {
    const { viewer } = this.ctx;
    // Again: who leaves the organisation meanwhile makes no event for it.
    if (event.organizationId) refuseIfNotFor(await lockOrganizationRole(step, event.organizationId, viewer.id));
    await requireWithinHour(step, viewer, 'DRAFTS');
    const { venue, venueId, price, requirements, ...told } = event;
    const columns = await presentPictures(step, told);
    await ensureTags(step, event.tags);
    const place = venue ? await ensureVenue(step, venue, viewer.id) : venueId;
    const data = { id: randomUUID(), creatorId: viewer.id, ...columns, ...requirements, ...priceColumns(price ?? FREE), venueId: place };
    const { id } = await insertEvent(step, data, 'CREATED', viewer.id);
    await holdPictures(step, { eventId: id }, columns);
    return id;
  }

  async update(input: UpdateEvent): Promise<EventRow> {
    const { eventId, version, idempotencyKey: _key, confirmation, ...wished } = input;
    const known = await this.events.requireRight(eventId, 'EDIT');
    // Read now: while a connection is held, no second one is waited for. The place that it has already may stay, whoever told of it.
    const faults = [
      ...(await this.referenceFaults({ ...wished, venueId: wished.venueId === known.venueId ? undefined : wished.venueId })),
      ...(await this.images.faults(wished, await this.withPending(known))),
    ];
    const confirmed = { token: confirmation ?? null, what: changeOf('event', input) };
    const patch = { ...(await this.images.withCover(wished)), confirmed };
    await this.ctx.change('updateEvent', input, (step) => this.edit(step, eventId, version, faults, () => Promise.resolve(patch)));
    return this.events.afterChange(eventId);
  }

  /**
   * Every edit of an event, whatever it comes from, has these rules: the locks, the rights, the version that was read, and what must hold of
   * the whole event then. `faults`: what the caller found wrong beforehand; `patchOf` says what is wished, once the event is locked.
   * `version` null: whichever it is at. `reach`: how far the change goes in its series.
   */
  async edit(
    step: Step,
    eventId: string,
    version: number | null,
    faults: readonly InputFault[],
    patchOf: (event: WholeEvent) => Promise<EventPatch>,
    reach: EditReach = ALONE,
  ): Promise<void> {
    const { viewer } = this.ctx;
    const event = await lockExisting(step, eventId);
    await holdRight(step, eventId, viewer, 'EDIT');
    if (version !== null && event.version !== version)
      throw conflict(`This event has changed since: it is at version ${event.version}. Read it again.`);
    if (!isEditable(event.status))
      throw wrongEventStatus(event.status, `This event is ${spoken(event.status)}: it cannot be changed any more.`);
    const patch = withoutProvider(event, await patchOf(event));
    if (changesReach(event, patch)) await holdRight(step, eventId, viewer, 'RUN');
    const waiting = await pendingRevision(step, eventId);
    const wished = { ...event, ...(waiting && changesOf(waiting)), ...withoutUndefined(patch) };
    const moved = patch.startsAt !== undefined && patch.startsAt.getTime() !== event.startsAt.getTime();
    const timeFaults = [...(moved ? startFaults(patch, step.now) : []), ...endFaults(patch, step.now)];
    refuse([...faultsOf(wished), ...timeFaults, ...faults, ...(await priceFaults(step, event, patch))]);
    const { capacity, confirmed = UNCONFIRMED, venue, venueId, price, requirements, ...told } = patch;
    const columns = await presentPictures(step, told);
    await holdPictures(step, { eventId }, columns);
    const changesCapacity = capacity !== undefined && event.counts !== null && capacity !== wantedCapacity(event.counts);
    if (changesCapacity) await changeCapacity(step, eventId, capacity, { by: viewer.id, ...confirmed });
    const data = {
      ...withoutUndefined(columns),
      ...(price ? priceColumns(price) : {}),
      ...requirements,
      ...(moved ? { startChangedAt: step.now } : {}),
      ...(await this.placeColumns(step, venue, venueId)),
      ...(reach === ALONE && event.seriesId !== null && event.status === 'PUBLISHED' ? { seriesRole: 'EDITED' as const } : {}),
    };
    if (needsApproval(event, viewer)) return this.propose(step, event, data, { ...reach, changesCapacity });
    if (patch.tags) await ensureTags(step, patch.tags);
    const changed = await changeEvent(step, event, { ...data, contentVersion: event.version + 1 }, 'UPDATED', viewer.id);
    // What curators judge has changed under them: they are asked anew.
    if (changed.status === 'PENDING_REVIEW') await requestReview(step, changed);
  }

  /** Its pictures, and those of the change that waits. */
  private async withPending({ id, imageUrl, galleryIds, videoPosterId }: EventRow) {
    const waiting = await this.ctx.loaders.pendingRevisionByEventId.load(id);
    const wished = waiting ? changesOf(waiting) : {};
    const ids = [...galleryIds, ...(wished.galleryIds ?? []), ...(wished.videoPosterId ? [wished.videoPosterId] : [])];
    return { imageUrl, galleryIds: ids, videoPosterId };
  }

  /**
   * What is on show keeps its approved words, picture and place until the change of them is approved, in a moment or by a curator; the
   * rest changes at once. The event gets a new version either way: of two who edit, the second reads what the first one proposed.
   */
  private async propose(step: Step, event: WholeEvent, data: Parameters<typeof splitContent>[0], reach: EditReach): Promise<void> {
    const { content, rest } = splitContent(data) as { content: Partial<EventContent>; rest: Prisma.EventUncheckedUpdateManyInput };
    // What is proposed for a whole series is proposed by one of its events.
    if (reach.follows && Object.keys(rest).length === 0 && !reach.changesCapacity) return;
    const contentVersion = Object.keys(rest).length > 0 ? { contentVersion: event.version + 1 } : {};
    const changed = await changeEvent(step, event, { ...rest, ...contentVersion }, 'UPDATED', this.ctx.viewer.id);
    if (Object.keys(content).length > 0 && !reach.follows)
      await proposeRevision(step, changed, content, { authorId: this.ctx.viewer.id, seriesId: reach.seriesId });
  }

  async submit(input: SubmitEvent): Promise<EventRow> {
    const { eventId } = input;
    await this.events.requireRight(eventId, 'RUN');
    await this.ctx.change('submitEvent', input, async (step) => {
      const event = await lockExisting(step, eventId);
      await holdRight(step, eventId, this.ctx.viewer, 'RUN');
      if (event.endsAt <= step.now)
        throw wrongEventStatus(event.status, 'The time of this event is over. Give it a new one, then submit it.', 'COMPLETE_ACTION');
      if (lacksAddress(event))
        throw wrongEventStatus(event.status, 'Say where this virtual event is watched (onlineUrl), then submit it.', 'COMPLETE_ACTION');
      const isAgain = event.status === 'REJECTED';
      if (isAgain && event.resubmissions >= MOST_RESUBMISSIONS)
        throw wrongEventStatus(event.status, `This event was rejected and submitted again ${MOST_RESUBMISSIONS} times.`, 'ASK_SUPPORT');
      const resubmissions = event.resubmissions + (isAgain ? 1 : 0);
      const submitted = await changeEvent(
        step,
        event,
        { status: nextStatus('submit', event), resubmissions },
        'SUBMITTED',
        this.ctx.viewer.id,
      );
      await requestReview(step, submitted);
    });
    return this.events.afterChange(eventId);
  }

  async cancel(input: CancelEvent): Promise<EventRow> {
    const { eventId, reason, confirmation } = input;
    await this.events.requireRight(eventId, 'RUN');
    await this.ctx.change('cancelEvent', input, async (step) => {
      const event = await lockExisting(step, eventId);
      await holdRight(step, eventId, this.ctx.viewer, 'RUN');
      nextStatus('cancel', event);
      await requireConfirmed(step, { by: this.ctx.viewer.id, what: cancellationOf(eventId) }, [eventId], confirmation);
      await callOff(step, event, reason, this.ctx.viewer.id);
    });
    return this.events.afterChange(eventId);
  }

  /** Returns the id of the draft that is gone. */
  async deleteDraft(input: DeleteEvent): Promise<string> {
    const { eventId } = input;
    // One that is deleted already is not refused here: the same request again gets the same answer.
    const isVisible = (await this.events.byId(eventId)) !== null;
    if (isVisible) await this.events.requireRight(eventId, 'RUN');
    return this.ctx.change('deleteEvent', input, async (step) => {
      const series = isVisible ? await lockSeriesOf(step, eventId) : null;
      const event = isVisible ? await lockEvent(step, eventId) : null;
      if (!event) throw notFound('This event');
      await holdRight(step, eventId, this.ctx.viewer, 'RUN');
      if (event.status !== 'DRAFT')
        throw wrongEventStatus(event.status, `Only drafts are deleted; this event is ${spoken(event.status)}. Cancel it instead.`);
      await removeEvent(step, event);
      await removeEmptySeries(step, series);
      return event.id;
    });
  }

  /** A new place, a known one, none any more (null), or as it was (undefined). */
  private async placeColumns(step: Step, venue: VenueValue | null | undefined, venueId: string | null | undefined) {
    if (venue) return { venueId: await ensureVenue(step, venue, this.ctx.viewer.id) };
    return venueId !== undefined || venue === null ? { venueId: venueId ?? null } : {};
  }

  /** What the input names and does not exist, or is not the viewer's to name. */
  async referenceFaults({
    categorySlug,
    venueId,
    groupId,
  }: Partial<Pick<CreateEvent, 'categorySlug' | 'venueId' | 'groupId'>>): Promise<InputFault[]> {
    const { loaders } = this.ctx;
    const faults: InputFault[] = [];
    if (categorySlug !== undefined && !(await loaders.categories()).some(({ slug }) => slug === categorySlug))
      faults.push({ path: 'categorySlug', message: `there is no category "${categorySlug}"; ask \`categories\` for all of them` });
    if (venueId && !(await this.venues.isUsable(venueId))) faults.push({ path: 'venueId', message: 'there is no such venue' });
    if (groupId && !(await loaders.membershipByGroupId.load(groupId)))
      faults.push({ path: 'groupId', message: 'you are not a member of this group' });
    return faults;
  }
}

/** Refuses people who do not run the organisation's events; to those who do not work there, it does not exist. */
function refuseIfNotFor(role: string | null): void {
  if (role === null) throw notFound('This organisation');
  if (!organizationRolesWith('RUN').includes(role as OrganizationRole))
    throw notAllowed('Only owners and managers of an organisation make events for it.');
}

/** A new address says by itself whose meeting is there. */
const withoutProvider = (event: WholeEvent, patch: EventPatch): EventPatch =>
  event.onlineProvider !== null &&
  patch.onlineProvider === undefined &&
  patch.onlineUrl !== undefined &&
  patch.onlineUrl !== event.onlineUrl
    ? { ...patch, onlineProvider: null }
    : patch;

/** How many may come and who may see it are not an editor's to change. */
const changesReach = (event: WholeEvent, { capacity, visibility, groupId }: EventPatch): boolean =>
  (capacity !== undefined && (!event.counts || capacity !== wantedCapacity(event.counts))) ||
  (visibility !== undefined && visibility !== event.visibility) ||
  (groupId !== undefined && groupId !== event.groupId);

async function lockExisting(step: Step, eventId: string): Promise<WholeEvent> {
  const event = await lockEvent(step, eventId);
  if (!event) throw notFound('This event');
  return event;
}

function refuse(faults: readonly InputFault[]): void {
  if (faults.length > 0) throw invalidInputs(faults);
}

const endFaults = ({ endsAt }: { endsAt?: Date }, now: Date): InputFault[] =>
  endsAt && endsAt <= now ? [{ path: 'endsAt', message: 'must not be in the past' }] : [];

/** Who bought a ticket may give it back until the start: it is not put behind them. */
const startFaults = ({ startsAt }: { startsAt?: Date }, now: Date): InputFault[] =>
  startsAt && startsAt < now ? [{ path: 'startsAt', message: 'must not be moved into the past' }] : [];

const withoutUndefined = <T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
