/**
 * What a notification is about, as one key. A person has at most one unread notification of each subject: what is told again replaces it, and
 * what is read, taken or withdrawn elsewhere is found by it.
 */
export const subjects = {
  /** A person has one list of suggestions: the newest take the place of others that they have not read. */
  personalSuggestions: 'personal-suggestions',
  activityReport: (reportId: string) => `activity-report:${reportId}`,
  goalReminder: (goalId: string) => `goal-reminder:${goalId}`,
  badgeEarned: (badge: string) => `badge-earned:${badge}`,
  connectionRequested: (requesterId: string) => `connection-requested:${requesterId}`,
  followed: (followerId: string) => `followed:${followerId}`,
  connectionAccepted: (addresseeId: string) => `connection-accepted:${addresseeId}`,
  eventAnnounced: (announcementId: string) => `event-announced:${announcementId}`,
  announcement: (announcementId: string) => `announcement:${announcementId}`,
  reportSettled: (reportId: string) => `report-settled:${reportId}`,
  contentDecided: (caseId: string) => `content-decided:${caseId}`,
  eventReminder: (eventId: string) => `event-reminder:${eventId}`,
  eventAnswered: (eventId: string) => `event-answered:${eventId}`,
  friendGoing: (eventId: string, friendId: string) => `friend-going:${eventId}:${friendId}`,
  eventUpdated: (eventId: string) => `event-updated:${eventId}`,
  eventInvited: (eventId: string) => `event-invited:${eventId}`,
  eventTeamInvited: (eventId: string) => `event-team-invited:${eventId}`,
  searchMatched: (lookId: string) => `search-matched:${lookId}`,
  importEnded: (importId: string) => `import-ended:${importId}`,
  webhookDisabled: (webhookId: string) => `webhook-disabled:${webhookId}`,
  ticketOffered: (transferId: string) => `ticket-offered:${transferId}`,
  placeOffered: (eventId: string) => `place-offered:${eventId}`,
  messageReceived: (roomId: string) => `message-received:${roomId}`,
  messageMentioned: (roomId: string) => `message-mentioned:${roomId}`,
  groupInvited: (groupId: string) => `group-invited:${groupId}`,
  groupRequested: (groupId: string, userId: string) => `group-requested:${groupId}:${userId}`,
  poll: (pollId: string) => `poll:${pollId}`,
  groupRoleChanged: (groupId: string) => `group-role-changed:${groupId}`,
  organizationInvited: (organizationId: string) => `organization-invited:${organizationId}`,
  organizationRoleChanged: (organizationId: string) => `organization-role-changed:${organizationId}`,
};
