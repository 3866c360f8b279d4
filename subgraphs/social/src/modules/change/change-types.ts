/** How each kind of change is called in the graph. */
export const CHANGE_TYPES = {
  MESSAGE_ADDED: 'MessageAdded',
  MESSAGE_EDITED: 'MessageEdited',
  MESSAGE_DELETED: 'MessageDeleted',
  REACTIONS: 'ReactionsChanged',
  PIN: 'PinChanged',
  READ: 'MemberRead',
  DELIVERED: 'MemberDelivered',
  MEMBER: 'RoomMemberChanged',
  SETTINGS: 'RoomSettingsChanged',
} as const;
