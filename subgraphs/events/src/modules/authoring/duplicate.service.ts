import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import { draftOf, nextWeek, placeOf } from '../event/event-draft';
import type { EventService } from '../event/event.service';
import { wholeEvents } from '../event/event.store';
import type { EventRow, WholeEvent } from '../event/event.types';
import { copyRegistration } from '../registration/registration.store';
import type { AuthoringService, NewEvent } from './authoring.service';
import type { DuplicateEvent } from './duplicate.input';

/** Makes events like others. */
export class DuplicateService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly authoring: AuthoringService,
  ) {}

  async duplicate(input: DuplicateEvent): Promise<EventRow> {
    const { kept, loaders, viewer } = this.ctx;
    const known = await this.events.requireRight(input.eventId, 'EDIT');
    const startsAt = input.startsAt ?? nextWeek(known.startsAt, known.timezone, kept.clock.now());
    const isMember = known.groupId === null || (await loaders.membershipByGroupId.load(known.groupId)) !== null;
    const wished = {
      startsAt,
      ...(input.title ? { title: input.title } : {}),
      ...(isMember ? {} : ({ visibility: 'PRIVATE', groupId: null } as const)),
    };
    const { venue, ...event } = { ...this.like({ ...known, venue: null, counts: null, team: [] }), ...wished };
    await this.authoring.requireDraft({ ...event, venue, endsAt: endOf(known, startsAt) });
    const id = await this.ctx.change('duplicateEvent', input, async (step) => {
      const [now] = await wholeEvents(step, [known.id]);
      if (!now) throw notFound('This event');
      const draftId = await this.authoring.makeDraft(step, {
        ...this.like(now),
        ...wished,
        ...placeOf(now.venue, viewer.id),
        endsAt: endOf(now, startsAt),
      });
      await copyRegistration(step, now.id, [draftId]);
      return draftId;
    });
    return this.events.afterChange(id);
  }

  private like(event: WholeEvent): Omit<NewEvent, 'startsAt' | 'endsAt'> {
    return { ...draftOf(event), organizationId: event.organizationId, venue: null, venueId: null };
  }
}

const endOf = (event: Pick<EventRow, 'startsAt' | 'endsAt'>, startsAt: Date): Date =>
  new Date(startsAt.getTime() + event.endsAt.getTime() - event.startsAt.getTime());
