import { channels } from '../../channels';
import type { Step } from '../../context';
import { takesMessagesOf } from './chat-settings.sql';
import type { ChatSettingsView } from './chat-settings.types';

export const AT_FIRST: ChatSettingsView = { readReceipts: true, whoMayWrite: 'EVERYBODY', lastSeen: true };

/** Holds the choice of one person until the transaction ends, and returns it. */
export async function lockSettings({ tx, now }: Step, userId: string): Promise<ChatSettingsView> {
  const [settings] = await tx.$queryRaw<ChatSettingsView[]>`
    INSERT INTO chat_settings (user_id, updated_at) VALUES (${userId}::uuid, ${now})
    ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id
    RETURNING read_receipts AS "readReceipts", who_may_write AS "whoMayWrite", last_seen AS "lastSeen"`;
  return settings!;
}

/** In each room of theirs they are shown otherwise now: as a change of the member. */
export async function tellInRooms({ tx, push }: Step, userId: string): Promise<void> {
  const rooms = await tx.$queryRaw<Array<{ id: string }>>`
    INSERT INTO room_changes (room_id, kind, user_id)
    SELECT room_id, 'MEMBER', user_id FROM room_members WHERE user_id = ${userId}::uuid AND active RETURNING room_id AS id`;
  for (const { id } of rooms) push(channels.changes(id));
}

/** Those of these people who take messages of somebody with whom they have no room. */
export async function takersAmong({ tx }: Step, userIds: readonly string[], writerId: string): Promise<ReadonlySet<string>> {
  const takers = await tx.$queryRawUnsafe<Array<{ id: string }>>(TAKERS, [...userIds], writerId);
  return new Set(takers.map(({ id }) => id));
}

const TAKERS = `SELECT o.id FROM unnest($1::uuid[]) AS o(id) WHERE ${takesMessagesOf('o.id', '$2::uuid')}`;
