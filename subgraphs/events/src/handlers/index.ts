import type { Handlers } from '../context';
import { caseDecided } from './case.decided';
import { connectionChanged } from './connection.changed';
import { curationDecided } from './curation.decided';
import { curationRevisionDecided } from './curation.revision_decided';
import { discoveryChanged } from './discovery.changed';
import { erasureAsked } from './erasure.asked';
import { exportRequested } from './export.requested';
import { groupMemberChanged } from './group.member_changed';
import { orderPaid } from './order.paid';
import { orderRefunded } from './order.refunded';
import { organizationMemberChanged } from './organization.member_changed';
import { planChanged } from './plan.changed';
import { pollDecided } from './poll.decided';
import { reportRaised } from './report.raised';
import { reviewChanged } from './review.changed';
import { salesChanged } from './sales.changed';
import { ticketChanged } from './ticket.changed';
import { ticketReturnRequested } from './ticket.return_requested';
import { userErased } from './user.erased';
import { userUpdated } from './user.updated';

/** Incoming facts, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const handlers: Handlers = {
  'erasure.asked': erasureAsked,
  'export.requested': exportRequested,
  'case.decided': caseDecided,
  'connection.changed': connectionChanged,
  'curation.decided': curationDecided,
  'curation.revision_decided': curationRevisionDecided,
  'discovery.changed': discoveryChanged,
  'group.member_changed': groupMemberChanged,
  'order.paid': orderPaid,
  'order.refunded': orderRefunded,
  'organization.member_changed': organizationMemberChanged,
  'plan.changed': planChanged,
  'poll.decided': pollDecided,
  'report.raised': reportRaised,
  'review.changed': reviewChanged,
  'sales.changed': salesChanged,
  'ticket.changed': ticketChanged,
  'ticket.return_requested': ticketReturnRequested,
  'user.erased': userErased,
  'user.updated': userUpdated,
};
