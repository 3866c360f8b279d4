import { allow, signedIn, type Permissions } from '@marquee/platform';

/**
 * The house rules. What is not named here is denied. Who may see which row is decided below, in services and loaders, and holds for every
 * path to it.
 */
export const permissions: Permissions = {
  Query: {
    connections: signedIn,
    blockedPeople: signedIn,
    connectionSuggestions: signedIn,
    group: allow,
    groups: allow,
    groupInvitations: signedIn,
    chatRoom: allow,
    chatRooms: signedIn,
    activityFeed: signedIn,
  },
  Mutation: {
    requestConnection: signedIn,
    respondToConnection: signedIn,
    endConnection: signedIn,
    follow: signedIn,
    unfollow: signedIn,
    blockUser: signedIn,
    unblockUser: signedIn,
    createGroup: signedIn,
    joinGroup: signedIn,
    leaveGroup: signedIn,
    inviteToGroup: signedIn,
    removeFromGroup: signedIn,
    openDirectRoom: signedIn,
    respondToMessageRequest: signedIn,
    markRead: signedIn,
    banFromRoom: signedIn,
    sendMessage: signedIn,
    setTyping: signedIn,
    heartbeat: signedIn,
    setPresence: signedIn,
  },
  Subscription: {
    messageAdded: signedIn,
    typingChanged: signedIn,
    presenceChanged: signedIn,
  },
  // A field that is the viewer's own is null or empty for visitors.
  User: allow,
  Event: allow,
  Group: allow,
  Relationship: signedIn,
  ChatRoom: signedIn,
  Message: signedIn,
};
