import { invalidInput } from '@marquee/platform';
import {
  doorTimes,
  eligibility,
  type DoorTimes,
  type Eligibility,
  type EligibilityPurpose,
  type PersonToEnter,
} from '@marquee/schema/rules/eligibility';
import type { Context } from '../../context';
import type { TierCopy } from '../event/event-price';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { leftToSell, placesToGive } from './counts';
import { answerToEnter, eventToEnter } from '../event/event-eligibility';

/** What the query tells: the outcome, and the tickets that may help. */
export interface EligibilityView extends Eligibility {
  tierIds: readonly string[];
}

/** What the viewer may have of an event, by the rule that the mutations go by. */
export class EligibilityService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  /** Null when the viewer may not see the event. */
  async of(eventId: string, purpose: EligibilityPurpose, companions: number): Promise<EligibilityView | null> {
    const { kept, loaders } = this.ctx;
    if (companions < 0 || companions > 50) throw invalidInput('companions', 'must be between 0 and 50');
    const event = await this.events.byId(eventId);
    const counts = event && (await loaders.countsByEventId.load(event.id));
    if (!event || !counts) return null;
    const [person, answer, sales] = await Promise.all([
      this.personAt(event),
      loaders.viewerAttendanceByEventId.load(event.id),
      loaders.salesByEventId.load(event.id),
    ]);
    const now = kept.clock.now();
    const onSale = ((sales?.tiers ?? []) as unknown as TierCopy[]).filter((tier) => tier.onSale);
    const found = eligibility(purpose, {
      now,
      event: eventToEnter(event, counts.ticketed, counts.lottery),
      // Where it is watched is told to who edits it, and not to all of its team.
      person: purpose === 'ONLINE' && person ? { ...person, team: await this.events.hasRight(event, 'EDIT') } : person,
      answer: answerToEnter(answer, now),
      freePlaces: placesToGive(counts),
      places: 1 + companions,
      sales: { onSale: onSale.length > 0, left: leftToSell(counts) },
      door: this.doorOf(event),
    });
    return { ...found, tierIds: onSale.map(({ tierId }) => tierId) };
  }

  /** The viewer, as the organiser's requirements go by them; null for visitors. */
  async personAt(event: EventRow): Promise<PersonToEnter | null> {
    const { caller, loaders } = this.ctx;
    const { viewer } = caller;
    if (!viewer) return null;
    const [person, roles, known] = await Promise.all([
      loaders.personById.load(viewer.id),
      this.events.rolesOn(event),
      event.invitationOnly ? loaders.viewerTiesByEventId.load(event.id) : null,
    ]);
    return {
      active: person?.active ?? true,
      points: person?.points ?? 0,
      reputation: person?.reputation ?? 0,
      invited: known?.ties.includes('INVITED') ?? false,
      team: roles.length > 0,
    };
  }

  doorOf(event: Pick<EventRow, 'startsAt' | 'endsAt' | 'startChangedAt'>): DoorTimes {
    const { DOOR_OPENS_HOURS, DOOR_CLOSES_HOURS, DOOR_NOTICE_MINUTES } = this.ctx.kept.settings;
    return doorTimes(event, {
      beforeMs: DOOR_OPENS_HOURS * 3_600_000,
      afterMs: DOOR_CLOSES_HOURS * 3_600_000,
      noticeMs: DOOR_NOTICE_MINUTES * 60_000,
    });
  }
}
