/** Names of the live channels. */
export const channels = {
  /** A new notification of this person. */
  notifications: (userId: string) => `users:notifications:${userId}`,
  /** Sessions that have ended. Gateways listen here by this name, to close their sockets at once. */
  sessionsRevoked: 'sessions.revoked',
};
