import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { curationDecided } from './curation.decided';
import { eventChanged } from './event.changed';
import { groupMemberChanged } from './group.member_changed';
import { placesGranted } from './places.granted';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const handlers: Handlers = {
  'attendance.changed': attendanceChanged,
  'curation.decided': curationDecided,
  'event.changed': eventChanged,
  'group.member_changed': groupMemberChanged,
  'places.granted': placesGranted,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
