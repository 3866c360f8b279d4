/**
 * Every fact that travels between subgraphs. The payloads are in topics/, by the subgraph that tells them. (The facts by which the platform
 * compares copies with their sources are its own: platform/src/copies/facts.ts.)
 *
 * Rules of topics and payloads:
 * - A payload is a snapshot of what the consumers need, never a diff: a consumer that missed the one before is right after the next.
 * - `version` grows by one with every change of that entity. Consumers keep the version they last applied and ignore what is not newer,
 *   so that late and repeated deliveries change nothing.
 * - The outbox `key` is the id named first in each comment: order is kept per key.
 * - Adding an optional property is always fine. Anything else is a new topic.
 */

import type {
  CaseAppealDecided,
  CaseDecided,
  CollectionDecided,
  CollectionGrew,
  CollectionInvited,
  CurationDecided,
  CurationRevisionDecided,
  FlagSettled,
  ReportEvidence,
  ReportRaised,
  ReportSettled,
  ReviewChanged,
} from './topics/curation';
import type {
  AttendanceChanged,
  AttendanceNoShow,
  EventAnnounced,
  EventChanged,
  EventInvitationChanged,
  EventRevisionChanged,
  EventSubmitted,
  EventTeamInvitationChanged,
  ImageExamined,
  ImportEnded,
  PlacesGranted,
  SearchMatched,
  TicketAtDoor,
} from './topics/events';
import type {
  OrderPaid,
  OrderRefunded,
  OrderSplitTold,
  PayoutChanged,
  PlanChanged,
  PlanNoticed,
  DisputeChanged,
  DepositEnded,
  DocumentIssued,
  SalesChanged,
  TicketChanged,
  TicketReturnRequested,
  TicketTransferChanged,
} from './topics/payments';
import type {
  ConnectionChanged,
  CrewFeedbackChanged,
  GroupInvitationChanged,
  GroupMemberChanged,
  GroupRequestChanged,
  MessageMentioned,
  MessageSent,
  PersonFollowed,
  PollChanged,
  PollDecided,
  WishListShared,
  PostChanged,
  RoomRead,
} from './topics/social';
import type { ErasureForeseen, ErasureReceipt, ExportPartReady, ExportRequested } from './topics/erasure';
import type {
  DiscoveryChanged,
  ErasureAsked,
  OrganizationChanged,
  OrganizationMemberChanged,
  UserErased,
  UserUpdated,
} from './topics/users';

export type { EventRole, OrganizationRole } from './rules/event-rights';
export type * from './topics/values';
export type * from './topics/erasure';
export type * from './topics/users';
export type * from './topics/events';
export type * from './topics/curation';
export type * from './topics/social';
export type * from './topics/payments';

/** The payload of each topic. */
export interface Topics {
  'user.updated': UserUpdated;
  'user.erased': UserErased;
  'discovery.changed': DiscoveryChanged;
  'erasure.asked': ErasureAsked;
  'erasure.foreseen': ErasureForeseen;
  'erasure.receipt': ErasureReceipt;
  'export.requested': ExportRequested;
  'export.part_ready': ExportPartReady;
  'event.changed': EventChanged;
  'event.submitted': EventSubmitted;
  'event.revision_changed': EventRevisionChanged;
  'curation.decided': CurationDecided;
  'curation.revision_decided': CurationRevisionDecided;
  'flag.settled': FlagSettled;
  'report.raised': ReportRaised;
  'report.evidence': ReportEvidence;
  'report.settled': ReportSettled;
  'case.decided': CaseDecided;
  'case.appeal_decided': CaseAppealDecided;
  'collection.invited': CollectionInvited;
  'collection.decided': CollectionDecided;
  'collection.grew': CollectionGrew;
  'review.changed': ReviewChanged;
  'attendance.changed': AttendanceChanged;
  'attendance.no_show': AttendanceNoShow;
  'event.announced': EventAnnounced;
  'connection.changed': ConnectionChanged;
  'group.member_changed': GroupMemberChanged;
  'group.invitation_changed': GroupInvitationChanged;
  'group.request_changed': GroupRequestChanged;
  'person.followed': PersonFollowed;
  'poll.changed': PollChanged;
  'poll.decided': PollDecided;
  'wish_list.shared': WishListShared;
  'crew.feedback_changed': CrewFeedbackChanged;
  'post.changed': PostChanged;
  'message.sent': MessageSent;
  'message.mentioned': MessageMentioned;
  'room.read': RoomRead;
  'order.paid': OrderPaid;
  'order.refunded': OrderRefunded;
  'order.split': OrderSplitTold;
  'organization.changed': OrganizationChanged;
  'organization.member_changed': OrganizationMemberChanged;
  'event.invitation_changed': EventInvitationChanged;
  'event.team_invitation_changed': EventTeamInvitationChanged;
  'image.examined': ImageExamined;
  'import.ended': ImportEnded;
  'search.matched': SearchMatched;
  'sales.changed': SalesChanged;
  'places.granted': PlacesGranted;
  'ticket.at_door': TicketAtDoor;
  'ticket.return_requested': TicketReturnRequested;
  'payout.changed': PayoutChanged;
  'plan.changed': PlanChanged;
  'plan.noticed': PlanNoticed;
  'dispute.changed': DisputeChanged;
  'deposit.ended': DepositEnded;
  'document.issued': DocumentIssued;
  'ticket.changed': TicketChanged;
  'ticket.transfer_changed': TicketTransferChanged;
}

export type Topic = keyof Topics;
