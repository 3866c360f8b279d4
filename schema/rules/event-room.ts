import type { EventRole } from './event-rights';
import { maySee, sightOf, type EventOnShow, type Tie } from './event-visibility';

/**
 * Who may be in the room of an event, and as what: one rule for everybody who is there. Whatever changes one of the things it looks at
 * lets somebody in or out at once.
 */
export type EventRoomRole =
  /** Of the event's team, or of the organisation that owns it. */
  | 'ORGANISER'
  /** GOING. */
  | 'GUEST'
  /** MAYBE or INTERESTED. */
  | 'INTERESTED';

export interface EventWithRoom extends EventOnShow {
  deleted: boolean;
}

/** What one person is to the event. */
export interface RoomVisitor {
  /** Neither suspended nor erased. */
  active: boolean;
  /** Sent away from this room. The team is in it all the same. */
  banned: boolean;
  /** By event-rights.ts; empty for guests. */
  roles: readonly EventRole[];
  ties: ReadonlySet<Tie>;
  /**
   * Their answer to the event, as the subgraph events keeps it; null when they never gave one. What tickets do to an answer is done there
   * and nowhere else: this rule does not look at orders.
   */
  answer: 'INTERESTED' | 'GOING' | 'MAYBE' | 'NOT_GOING' | 'WAITLISTED' | 'PENDING_APPROVAL' | 'CANCELLED' | null;
}

/** What the person is in the room; null when they may not be there. */
export function eventRoomRole(event: EventWithRoom, person: RoomVisitor): EventRoomRole | null {
  if (event.deleted || !person.active) return null;
  if (person.roles.length > 0) return 'ORGANISER';
  if (person.banned) return null;
  if (!maySee(sightOf(event, { insider: false, signedIn: true }), person.ties)) return null;
  if (person.answer === 'GOING') return 'GUEST';
  return person.answer === 'MAYBE' || person.answer === 'INTERESTED' ? 'INTERESTED' : null;
}
