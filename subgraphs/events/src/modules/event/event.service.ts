import { randomUUID } from 'node:crypto';
import { invalidInput, notAllowed, notFound, once, Refusal, type After } from '@marquee/platform';
import type { Tools } from '../../context';
import type { Tx } from '../../db';
import { GuestList } from '../attendance/guest-list';
import { ensureTags } from '../tag/tag.store';
import { venueKey } from '../venue/venue.key';
import { ensureVenues } from '../venue/venue.store';
import { mayEdit } from './event.access';
import { faultOf, type CreateEvent, type UpdateEvent } from './event.input';
import { FREE, priceColumns } from './event.price';
import type { EventRow, WholeEvent } from './event.row';
import { after as statusAfter, isEditable, type EventStep } from './event.status';
import { changeEvent, insertEvent, lockEvent, removeEvent, requestReview, type Change } from './event.store';
import type { VisibleEvents } from './event.visible';

interface Keyed {
  eventId: string;
  idempotencyKey?: string | null;
}

/** What organisers do with their events. */
export class EventService {
  constructor(
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
  ) {}

  async create({ idempotencyKey, ...input }: CreateEvent): Promise<EventRow> {
    const { viewer, clock } = this.tools;
    const { id: creatorId } = viewer();
    refuseFault(input);
    if (input.endsAt <= clock.now()) throw invalidInput('endsAt', 'must not be in the past');
    await this.checkReferences(input);
    return this.once('createEvent', idempotencyKey, input, async (change) => {
      const { venue, venueId, price, ...columns } = input;
      await ensureTags(change.tx, input.tags);
      const event = await insertEvent(
        change,
        {
          id: randomUUID(),
          creatorId,
          ...columns,
          ...priceColumns(price ?? FREE),
          venueId: venue ? await this.venueId(change.tx, venue) : venueId,
        },
        'CREATED',
      );
      return event.id;
    });
  }

  async update({ eventId, version, idempotencyKey, ...patch }: UpdateEvent): Promise<EventRow> {
    await this.requireOwn(eventId);
    await this.checkReferences(patch);
    return this.once('updateEvent', idempotencyKey, { eventId, version, patch }, async (change) => {
      const event = await lockExisting(change.tx, eventId);
      if (event.version !== version) throw this.outdated(event);
      if (!isEditable(event.status)) throw wrongStatus(event, `This event is ${spoken(event)}: it cannot be changed any more.`);
      refuseFault({ ...event, ...withoutUndefined(patch) });
      if (patch.endsAt && patch.endsAt <= this.tools.clock.now()) throw invalidInput('endsAt', 'must not be in the past');
      const { capacity, venue, venueId, price, ...columns } = patch;
      if (patch.tags) await ensureTags(change.tx, patch.tags);
      if (capacity !== undefined && capacity !== event.counts?.capacity) await this.changeCapacity(change, eventId, capacity);
      const changed = await changeEvent(
        change,
        event,
        {
          ...withoutUndefined(columns),
          ...(price ? priceColumns(price) : {}),
          ...(venue
            ? { venueId: await this.venueId(change.tx, venue) }
            : venueId !== undefined || venue === null
              ? { venueId: venueId ?? null }
              : {}),
          contentVersion: event.version + 1,
        },
        'UPDATED',
      );
      // What curators judge has changed under them: they are asked anew.
      if (changed.status === 'PENDING_REVIEW') await requestReview(change, changed);
      return eventId;
    });
  }

  async submit({ eventId, idempotencyKey }: Keyed): Promise<EventRow> {
    await this.requireOwn(eventId);
    return this.once('submitEvent', idempotencyKey, { eventId }, async (change) => {
      const event = await lockExisting(change.tx, eventId);
      if (event.endsAt <= this.tools.clock.now())
        throw wrongStatus(event, 'The time of this event is over. Give it a new one, then submit it.');
      const submitted = await changeEvent(change, event, { status: this.step('submit', event) }, 'SUBMITTED');
      await requestReview(change, submitted);
      return eventId;
    });
  }

  async cancel({ eventId, reason, idempotencyKey }: Keyed & { reason: string | null }): Promise<EventRow> {
    await this.requireOwn(eventId);
    return this.once('cancelEvent', idempotencyKey, { eventId, reason }, async (change) => {
      const event = await lockExisting(change.tx, eventId);
      await changeEvent(change, event, { status: this.step('cancel', event), cancelReason: reason }, 'CANCELLED');
      const list = await this.guestList(change, eventId);
      await list.endOffers(null);
      await list.save();
      return eventId;
    });
  }

  async deleteDraft({ eventId, idempotencyKey }: Keyed): Promise<string> {
    const { db, caller, viewer } = this.tools;
    // One that is deleted already is not refused here: the same request again gets the same answer.
    if (await this.visible.byId(eventId)) await this.requireOwn(eventId);
    const request = { principal: viewer().id, operation: 'deleteEvent', key: idempotencyKey, args: { eventId } };
    return db.transaction((tx, after) =>
      once(tx, request, async () => {
        const event = await lockExisting(tx, eventId);
        if (!mayEdit(event, viewer())) throw notFound('This event');
        if (event.status !== 'DRAFT')
          throw wrongStatus(event, `Only drafts are deleted; this event is ${spoken(event)}. Cancel it instead.`);
        await removeEvent({ runtime: this.tools, tx, after, correlationId: caller.correlationId }, event);
        return event.id;
      }),
    );
  }

  /** For those who are going, and those who run the event. */
  async onlineUrl(event: EventRow): Promise<string | null> {
    const { viewer } = this.tools.caller;
    if (event.onlineUrl === null || !viewer) return null;
    if (mayEdit(event, viewer)) return event.onlineUrl;
    const attendance = await this.tools.loaders.viewerAttendanceByEventId.load(event.id);
    return attendance?.status === 'GOING' ? event.onlineUrl : null;
  }

  /** Runs a change once for its key and answers the event as it then is. */
  private async once(
    operation: string,
    key: string | null | undefined,
    args: unknown,
    work: (change: Change) => Promise<string>,
  ): Promise<EventRow> {
    const { db, caller, viewer } = this.tools;
    const principal = viewer().id;
    const id = await db.transaction((tx: Tx, after: After) =>
      once(tx, { principal, operation, key, args }, () => work({ runtime: this.tools, tx, after, correlationId: caller.correlationId })),
    );
    return db.prisma.event.findUniqueOrThrow({ where: { id } });
  }

  /** Refuses whoever does not run the event; who may not even see it learns nothing. Asked before a transaction, which needs no second connection then. */
  private async requireOwn(eventId: string): Promise<void> {
    const event = await this.visible.require(eventId);
    if (!mayEdit(event, this.tools.viewer())) throw notAllowed('Only the organiser of this event may do this.');
  }

  private step(step: EventStep, event: WholeEvent): WholeEvent['status'] {
    const next = statusAfter(step, event.status);
    if (!next) throw wrongStatus(event, `You cannot ${step} this event: it is ${spoken(event)}.`);
    return next;
  }

  private async changeCapacity(change: Change, eventId: string, capacity: number | null): Promise<void> {
    const list = await this.guestList(change, eventId);
    if (capacity !== null && capacity < list.taken) {
      throw new Refusal('CapacityTooLow', 'NOT_ALLOWED_NOW', `${list.taken} places are taken or offered already.`, { taken: list.taken });
    }
    list.setCapacity(capacity);
    await list.save();
  }

  private async guestList(change: Change, eventId: string): Promise<GuestList> {
    const list = await GuestList.open({ ...change, runtime: this.tools }, eventId);
    if (!list) throw notFound('This event');
    return list;
  }

  private async venueId(tx: Tx, venue: NonNullable<CreateEvent['venue']>): Promise<string> {
    const ids = await ensureVenues(tx, [venue], this.tools.viewer().id);
    return ids.get(venueKey(venue))!;
  }

  private async checkReferences({
    categorySlug,
    venueId,
    groupId,
  }: Partial<Pick<CreateEvent, 'categorySlug' | 'venueId' | 'groupId'>>): Promise<void> {
    const { loaders } = this.tools;
    if (categorySlug !== undefined && !(await loaders.categories()).some(({ slug }) => slug === categorySlug)) {
      throw invalidInput('categorySlug', `there is no category "${categorySlug}". Ask \`categories\` for all of them.`);
    }
    if (venueId && !(await loaders.venueById.load(venueId))) throw invalidInput('venueId', 'there is no such venue');
    if (groupId && !(await loaders.membershipByGroupId.load(groupId)))
      throw invalidInput('groupId', 'you are not a member of this group');
  }

  private outdated(event: EventRow) {
    return new Refusal('Conflict', 'CONFLICT', `This event has changed since: it is at version ${event.version}. Read it again.`, {}, { retryable: true });
  }
}

async function lockExisting(tx: Tx, eventId: string): Promise<WholeEvent> {
  const event = await lockEvent(tx, eventId);
  if (!event) throw notFound('This event');
  return event;
}

function refuseFault(event: Parameters<typeof faultOf>[0]): void {
  const fault = faultOf(event);
  if (fault) throw invalidInput(fault.field, fault.message);
}

const spoken = (event: Pick<EventRow, 'status'>) => event.status.toLowerCase().replace('_', ' ');

const wrongStatus = (event: Pick<EventRow, 'status'>, message: string) =>
  new Refusal('WrongEventStatus', 'NOT_ALLOWED_NOW', message, { status: event.status });

const withoutUndefined = <T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
