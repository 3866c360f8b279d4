import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { connectionChanged } from './connection.changed';
import { erasureAsked } from './erasure.asked';
import { exportRequested } from './export.requested';
import { eventChanged } from './event.changed';
import { eventInvitationChanged } from './event.invitation_changed';
import { eventRevisionChanged } from './event.revision_changed';
import { eventSubmitted } from './event.submitted';
import { groupMemberChanged } from './group.member_changed';
import { imageExamined } from './image.examined';
import { organizationMemberChanged } from './organization.member_changed';
import { reportEvidence } from './report.evidence';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const handlers: Handlers = {
  'erasure.asked': erasureAsked,
  'export.requested': exportRequested,
  'attendance.changed': attendanceChanged,
  'connection.changed': connectionChanged,
  'event.changed': eventChanged,
  'event.invitation_changed': eventInvitationChanged,
  'event.revision_changed': eventRevisionChanged,
  'event.submitted': eventSubmitted,
  'group.member_changed': groupMemberChanged,
  'image.examined': imageExamined,
  'organization.member_changed': organizationMemberChanged,
  'report.evidence': reportEvidence,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
