import { byId, byKey, pagesBy } from '@marquee/platform';
import type { Database } from '../../db';
import type { GroupInvitation, GroupMember } from '../../generated/prisma/client';
import { newerThan, olderThan } from '../../keyset';
import { notBlocked } from '../block/block.sql';
import type { GroupView } from './group.types';

/** SQL: a group and the viewer's standing in it; $1 is the viewer (null for a visitor), $2 the present time. */
export const GROUP_VIEW = `
  SELECT g.id, g.version, g.name, g.description, g.privacy, g.max_members AS "maxMembers", g.member_count AS "memberCount",
         g.created_at AS "createdAt", g.updated_at AS "updatedAt", g.closed_at AS "closedAt",
         m.role AS "viewerRole", i.user_id IS NOT NULL AS invited,
         EXISTS (SELECT 1 FROM group_members o JOIN friendships f ON f.user_id = o.user_id AND f.friend_id = $1::uuid
                 WHERE o.group_id = g.id AND o.active AND o.role = 'OWNER') AS "ownersFriend"
  FROM groups g
  LEFT JOIN group_members m ON m.group_id = g.id AND m.user_id = $1::uuid AND m.active
  LEFT JOIN group_invitations i ON i.group_id = g.id AND i.user_id = $1::uuid AND i.expires_at > $2`;

export interface UserGroupRow {
  ownerId: string;
  id: string;
  joinedAt: Date;
}

export const createGroupLoaders = (db: Database, viewerId: string | null, now: () => Date) => ({
  /** Open groups only; whether the viewer may see one is up to `maySee`. */
  groupById: byId<string, GroupView>(
    (ids) =>
      db.query({
        name: 'social.groups-by-id',
        text: `${GROUP_VIEW} WHERE g.closed_at IS NULL AND g.id = ANY ($3::uuid[])`,
        values: [viewerId, now(), ids],
      }),
    (group) => group.id,
  ),
  groupMember: byKey<{ groupId: string; userId: string }, GroupMember | null>(
    async (keys) => {
      const rows = await db.prisma.groupMember.findMany({
        where: { active: true, groupId: { in: keys.map((key) => key.groupId) }, userId: { in: keys.map((key) => key.userId) } },
      });
      return new Map(rows.map((row) => [memberKey(row), row]));
    },
    memberKey,
    null,
  ),
  groupMembersPage: pagesBy<GroupMember>(
    (ids, { limit, from }) =>
      db.query({
        name: 'social.group-members-page',
        text: `SELECT m.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT m.group_id AS "groupId", m.user_id AS "userId", m.role, m.version, m.active, m.joined_at AS "joinedAt", m.left_at AS "leftAt",
                        m.removed_at AS "removedAt"
                 FROM group_members m
                 WHERE m.group_id = o.id AND m.active AND ${newerThan('m.joined_at', 'm.user_id', ['$2', '$3'])}
                   AND ${notBlocked('m.user_id', '$5')}
                 ORDER BY m.joined_at, m.user_id LIMIT $4) m`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (member) => member.groupId,
  ),
  /** Of the groups a person is in, those the viewer may know of: public, or the viewer's own too. */
  groupsOfUserPage: pagesBy<UserGroupRow>(
    (ids, { limit, from }) =>
      db.query({
        name: 'social.groups-of-user-page',
        text: `SELECT m.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL (
                 SELECT m.user_id AS "ownerId", m.group_id AS id, m.joined_at AS "joinedAt"
                 FROM group_members m JOIN groups g ON g.id = m.group_id AND g.closed_at IS NULL
                 WHERE m.user_id = o.id AND m.active AND ${olderThan('m.joined_at', 'm.group_id', ['$2', '$3'])}
                   AND (g.privacy = 'PUBLIC' OR m.user_id = $5::uuid
                        OR EXISTS (SELECT 1 FROM group_members v WHERE v.group_id = g.id AND v.user_id = $5::uuid AND v.active))
                 ORDER BY m.joined_at DESC, m.group_id DESC LIMIT $4) m`,
        values: [ids, from?.[0] ?? null, from?.[1] ?? null, limit + 1, viewerId],
      }),
    (row) => row.ownerId,
  ),
});

export type InvitationRow = GroupInvitation;

function memberKey({ groupId, userId }: { groupId: string; userId: string }): string {
  return `${groupId} ${userId}`;
}
