import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { connectionChanged } from './connection.changed';
import { curationDecided } from './curation.decided';
import { erasureAsked } from './erasure.asked';
import { exportRequested } from './export.requested';
import { eventChanged } from './event.changed';
import { eventInvitationChanged } from './event.invitation_changed';
import { groupMemberChanged } from './group.member_changed';
import { placesGranted } from './places.granted';
import { organizationMemberChanged } from './organization.member_changed';
import { ticketAtDoor } from './ticket.at_door';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const handlers: Handlers = {
  'erasure.asked': erasureAsked,
  'export.requested': exportRequested,
  'attendance.changed': attendanceChanged,
  'connection.changed': connectionChanged,
  'curation.decided': curationDecided,
  'event.changed': eventChanged,
  'event.invitation_changed': eventInvitationChanged,
  'group.member_changed': groupMemberChanged,
  'places.granted': placesGranted,
  'organization.member_changed': organizationMemberChanged,
  'ticket.at_door': ticketAtDoor,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
