import { rolesOn, type EventRole } from '@marquee/schema/rules/event-rights';
import { eventRoomRole, type EventRoomRole } from '@marquee/schema/rules/event-room';
import { tiesOf } from '@marquee/schema/rules/event-visibility';
import type { AttendanceStatus, EventStatus, EventVisibility, OrganizationRole, RoomPurpose } from '../../generated/prisma/client';

/** All that is known of one person and one event's room, as the statement of room-event.sql.ts reads it. */
export interface RoomFacts {
  roomId: string;
  purpose: RoomPurpose;
  eventId: string;
  status: EventStatus;
  visibility: EventVisibility;
  hidden: boolean;
  wasPublished: boolean;
  deleted: boolean;
  /** Null when they were erased. */
  creatorId: string | null;
  organizationId: string | null;
  userId: string;
  active: boolean;
  banned: boolean;
  /** Those that the event's team was given. */
  teamRoles: EventRole[];
  organizationRole: OrganizationRole | null;
  answer: AttendanceStatus | null;
  checkedIn: boolean;
  holdsTickets: boolean;
  member: boolean;
  invited: boolean;
  /** What they are in the room now; null when they are not in it. */
  present: EventRoomRole | null;
}

/** The roles that this person has on the event. */
export function eventRolesOf({ creatorId, organizationId, userId, teamRoles, organizationRole }: RoomFacts): EventRole[] {
  const team = teamRoles.map((role) => ({ userId, role }));
  return rolesOn({ creatorId: creatorId ?? '', organizationId, team }, userId, organizationRole);
}

/** What this person is to be in the room; null when they may not be there. Backstage is the team's alone. */
export function wantedRole(facts: RoomFacts): EventRoomRole | null {
  const role = eventRoomRole(facts, { ...facts, roles: eventRolesOf(facts), ties: tiesOf(facts) });
  return facts.purpose === 'BACKSTAGE' && role !== 'ORGANISER' ? null : role;
}
