import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { caseDecided } from './case.decided';
import { erasureAsked } from './erasure.asked';
import { exportRequested } from './export.requested';
import { eventChanged } from './event.changed';
import { eventInvitationChanged } from './event.invitation_changed';
import { orderPaid } from './order.paid';
import { orderRefunded } from './order.refunded';
import { organizationMemberChanged } from './organization.member_changed';
import { reportRaised } from './report.raised';
import { reviewChanged } from './review.changed';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in any order of the facts, and when they come twice. */
export const handlers: Handlers = {
  'erasure.asked': erasureAsked,
  'export.requested': exportRequested,
  'attendance.changed': attendanceChanged,
  'event.changed': eventChanged,
  'event.invitation_changed': eventInvitationChanged,
  'order.paid': orderPaid,
  'order.refunded': orderRefunded,
  'organization.member_changed': organizationMemberChanged,
  'case.decided': caseDecided,
  'report.raised': reportRaised,
  'review.changed': reviewChanged,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
