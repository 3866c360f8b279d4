import type { ExportSection } from '@marquee/platform';

/** What this subgraph keeps of a person, as it is exported. A table with a person's id is here or below; a test looks. */
export const exportSections: readonly ExportSection[] = [
  {
    table: 'connections',
    about: 'Requests of friendship, follows and blocks that you made or that were made to you.',
    where: "requester_id = $1 OR (addressee_id = $1 AND status <> 'BLOCKED')",
    order: 'updated_at, id',
    columns: {
      requester_id: 'Who asked.',
      addressee_id: 'Who was asked.',
      type: 'What for.',
      status: 'How it stands.',
      requested_at: 'When (UTC).',
      responded_at: 'When it was answered (UTC).',
    },
  },
  {
    table: 'friendships',
    about: 'Your friends.',
    where: 'user_id = $1',
    order: 'since, friend_id',
    columns: {
      friend_id: 'The friend.',
      since: 'Since when (UTC).',
    },
  },
  {
    table: 'follows',
    about: 'Whom you follow, and who follows you.',
    where: 'follower_id = $1 OR followee_id = $1',
    order: 'created_at, follower_id, followee_id',
    columns: {
      follower_id: 'Who follows.',
      followee_id: 'Who is followed.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'blocks',
    about: 'Whom you have blocked.',
    where: 'blocker_id = $1',
    order: 'created_at, blocked_id',
    columns: {
      blocked_id: 'Whom.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'group_members',
    about: 'Groups that you are or were a member of.',
    where: 'user_id = $1',
    order: 'joined_at, group_id',
    columns: {
      group_id: 'The group.',
      role: 'The role.',
      active: 'Whether you are a member.',
      joined_at: 'When you joined (UTC).',
      left_at: 'When you left (UTC).',
    },
  },
  {
    table: 'group_invitations',
    about: 'Groups that you were invited to.',
    where: 'user_id = $1',
    order: 'created_at, group_id',
    columns: {
      group_id: 'The group.',
      open: 'Whether the invitation stands.',
      created_at: 'When it was made (UTC).',
    },
  },
  {
    table: 'room_members',
    about: 'Rooms that you are in, and how far you have read.',
    where: 'user_id = $1',
    order: 'joined_at, room_id',
    columns: {
      room_id: 'The room.',
      role: 'The role.',
      active: 'Whether you are in it.',
      joined_at: 'Since when (UTC).',
      last_read_sequence: 'The last message that you have read.',
      banned_at: 'When you were banned (UTC).',
      ban_reason: 'Why.',
    },
  },
  {
    table: 'messages',
    about: 'What you wrote in rooms.',
    where: 'sender_id = $1',
    order: 'sent_at, id',
    columns: {
      id: 'Its number.',
      room_id: 'The room.',
      sequence: 'Its number in the room.',
      text: 'What you wrote.',
      sent_at: 'When (UTC).',
    },
  },
  {
    table: 'presence',
    about: 'When you were last seen.',
    where: 'user_id = $1',
    order: 'user_id',
    columns: {
      state: 'How you are shown.',
      last_seen_at: 'When you were last seen (UTC).',
    },
  },
  {
    table: 'activity_items',
    about: 'What your friends were told that you do.',
    where: 'actor_id = $1',
    order: 'occurred_at, id',
    columns: {
      type: 'What.',
      event_id: 'The event.',
      occurred_at: 'When (UTC).',
    },
  },
  {
    table: 'people',
    name: 'profile_copy',
    about: 'What this part knows of you, and uses to suggest people.',
    where: 'id = $1',
    order: 'id',
    columns: {
      interests: 'Your interests.',
      traits: 'How you describe yourself.',
      latitude: 'Degrees north, of where you live.',
      longitude: 'Degrees east.',
      activity_level: '0 to 10.',
      reputation: 'Your reputation, 0 to 100.',
      suggestible: 'Whether you are suggested to others.',
    },
  },
];

/** Tables that are not exported, and why. */
export const notExported: Readonly<Record<string, string>> = {
  known_events: 'A copy of what another part of the platform owns, which exports it.',
  known_event_roles: 'A copy of what another part of the platform owns, which exports it.',
  known_organization_members: 'A copy of what another part of the platform owns, which exports it.',
  known_event_invitations: 'A copy of what another part of the platform owns, which exports it.',
  attendances: 'A copy of what another part of the platform owns, which exports it.',
  ticket_orders: 'A copy of what another part of the platform owns, which exports it.',
  rooms: 'Which two people a room of two is for: in room_members.',
  presence_leases: 'Signs of life of a minute.',
  export_tasks: 'The export itself.',
};
