import { Keyset } from '@marquee/platform';
import { notBlocked, type ListOfEach } from '../person/person.sql';

/** A group and what the viewer is to it; $1 is the viewer (null for a visitor), $2 the present time. */
export const GROUP_VIEW = `
  SELECT g.id, g.version, g.name, g.description, g.privacy, g.max_members AS "maxMembers", g.member_count AS "memberCount",
         g.created_at AS "createdAt", g.updated_at AS "updatedAt", g.closed_at AS "closedAt",
         m.role AS "viewerRole", i.user_id IS NOT NULL AS invited,
         EXISTS (SELECT 1 FROM group_members o JOIN friendships f ON f.user_id = o.user_id AND f.friend_id = $1::uuid
                 WHERE o.group_id = g.id AND o.active AND o.role = 'OWNER') AS "ownersFriend"
  FROM groups g
  LEFT JOIN group_members m ON m.group_id = g.id AND m.user_id = $1::uuid AND m.active
  LEFT JOIN group_invitations i ON i.group_id = g.id AND i.user_id = $1::uuid AND i.open AND i.expires_at > $2`;

export const MEMBERS_OF_GROUP: ListOfEach<'joinedAt' | 'userId'> = {
  name: 'group-members',
  keyset: new Keyset('groupMembers', { joinedAt: 'time', userId: 'id' }, 'least first'),
  columns: { joinedAt: 'm.joined_at', userId: 'm.user_id' },
  select: `m.group_id AS "groupId", m.user_id AS "userId", m.role, m.version, m.active, m.joined_at AS "joinedAt", m.left_at AS "leftAt",
           m.removed_at AS "removedAt"`,
  from: `FROM group_members m WHERE m.group_id = o.id AND m.active AND ${notBlocked('m.user_id', '$2')}`,
};

/** Of the groups a person is in, those the viewer may know of: public, or the viewer's own too. */
export const GROUPS_OF_USER: ListOfEach<'joinedAt' | 'id'> = {
  name: 'groups-of-user',
  keyset: new Keyset('groupsOfUser', { joinedAt: 'time', id: 'id' }, 'greatest first'),
  columns: { joinedAt: 'm.joined_at', id: 'm.group_id' },
  select: 'm.user_id AS "ownerId", m.group_id AS id, m.joined_at AS "joinedAt"',
  from: `FROM group_members m JOIN groups g ON g.id = m.group_id AND g.closed_at IS NULL
         WHERE m.user_id = o.id AND m.active
           AND (g.privacy = 'PUBLIC' OR m.user_id = $2::uuid
                OR EXISTS (SELECT 1 FROM group_members v WHERE v.group_id = g.id AND v.user_id = $2::uuid AND v.active))`,
};
