import type { Statement } from '@marquee/platform';
import { notBlocked } from '../person/person.sql';

/** Rows of `ReactionsOfMessage`: without people in a block with the viewer; of everybody when that is null. */
export const reactionsTo = (messageIds: readonly string[], viewerId: string | null): Statement => ({
  name: 'social.reactions',
  text: `SELECT x.message_id AS id,
                json_agg(json_build_object('emoji', x.emoji, 'count', x.count, 'userIds', x.people) ORDER BY x.first, x.emoji) AS reactions
         FROM (SELECT r.message_id, r.emoji, count(*)::int AS count, min(r.reacted_at) AS first,
                      (array_agg(r.user_id ORDER BY r.reacted_at, r.user_id))[1:10] AS people
               FROM message_reactions r WHERE r.message_id = ANY ($1::uuid[]) AND ${notBlocked('r.user_id', '$2')}
               GROUP BY r.message_id, r.emoji) x
         GROUP BY x.message_id`,
  values: [messageIds, viewerId],
});

export const ownReactions = (messageIds: readonly string[], viewerId: string): Statement => ({
  name: 'social.own-reactions',
  text: `SELECT message_id AS id, array_agg(emoji ORDER BY reacted_at, emoji) AS emoji FROM message_reactions
         WHERE message_id = ANY ($1::uuid[]) AND user_id = $2::uuid GROUP BY message_id`,
  values: [messageIds, viewerId],
});
