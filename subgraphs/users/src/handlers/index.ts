import type { Handlers } from '../context';
import { attendanceChanged } from './attendance.changed';
import { caseAppealDecided } from './case.appeal_decided';
import { caseDecided } from './case.decided';
import { collectionDecided } from './collection.decided';
import { collectionGrew } from './collection.grew';
import { collectionInvited } from './collection.invited';
import { connectionChanged } from './connection.changed';
import { curationDecided } from './curation.decided';
import { curationRevisionDecided } from './curation.revision_decided';
import { erasureForeseen } from './erasure.foreseen';
import { erasureReceipt } from './erasure.receipt';
import { exportPartReady } from './export.part_ready';
import { exportRequested } from './export.requested';
import { eventChanged } from './event.changed';
import { eventInvitationChanged } from './event.invitation_changed';
import { eventTeamInvitationChanged } from './event.team_invitation_changed';
import { flagSettled } from './flag.settled';
import { groupInvitationChanged } from './group.invitation_changed';
import { groupMemberChanged } from './group.member_changed';
import { groupRequestChanged } from './group.request_changed';
import { eventAnnounced } from './event.announced';
import { importEnded } from './import.ended';
import { messageMentioned } from './message.mentioned';
import { messageSent } from './message.sent';
import { orderPaid } from './order.paid';
import { orderRefunded } from './order.refunded';
import { personFollowed } from './person.followed';
import { pollChanged } from './poll.changed';
import { reportRaised } from './report.raised';
import { reportSettled } from './report.settled';
import { searchMatched } from './search.matched';
import { reviewChanged } from './review.changed';
import { roomRead } from './room.read';
import { orderSplit } from './order.split';
import { depositEnded } from './deposit.ended';
import { disputeChanged } from './dispute.changed';
import { documentIssued } from './document.issued';
import { payoutChanged } from './payout.changed';
import { planNoticed } from './plan.noticed';
import { ticketTransferChanged } from './ticket.transfer_changed';
import { userErased } from './user.erased';
import { crewFeedbackChanged } from './crew.feedback_changed';
import { wishListShared } from './wish_list.shared';

/** Incoming facts, one file each. Each leaves the same state in whatever order and however often the facts arrive. */
export const handlers: Handlers = {
  'attendance.changed': attendanceChanged,
  'case.appeal_decided': caseAppealDecided,
  'case.decided': caseDecided,
  'collection.decided': collectionDecided,
  'collection.grew': collectionGrew,
  'collection.invited': collectionInvited,
  'connection.changed': connectionChanged,
  'curation.decided': curationDecided,
  'curation.revision_decided': curationRevisionDecided,
  'erasure.foreseen': erasureForeseen,
  'erasure.receipt': erasureReceipt,
  'export.part_ready': exportPartReady,
  'export.requested': exportRequested,
  'event.changed': eventChanged,
  'event.invitation_changed': eventInvitationChanged,
  'event.team_invitation_changed': eventTeamInvitationChanged,
  'flag.settled': flagSettled,
  'group.invitation_changed': groupInvitationChanged,
  'group.member_changed': groupMemberChanged,
  'group.request_changed': groupRequestChanged,
  'event.announced': eventAnnounced,
  'import.ended': importEnded,
  'message.mentioned': messageMentioned,
  'poll.changed': pollChanged,
  'crew.feedback_changed': crewFeedbackChanged,
  'wish_list.shared': wishListShared,
  'message.sent': messageSent,
  'order.paid': orderPaid,
  'order.refunded': orderRefunded,
  'person.followed': personFollowed,
  'report.raised': reportRaised,
  'report.settled': reportSettled,
  'search.matched': searchMatched,
  'review.changed': reviewChanged,
  'room.read': roomRead,
  'deposit.ended': depositEnded,
  'order.split': orderSplit,
  'dispute.changed': disputeChanged,
  'payout.changed': payoutChanged,
  'plan.noticed': planNoticed,
  'document.issued': documentIssued,
  'ticket.transfer_changed': ticketTransferChanged,
  'user.erased': userErased,
};
