import { byId, byKey, pagesBy, type Caller } from '@marquee/platform';
import type { GroupMember } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import { GROUP_VIEW, GROUPS_OF_USER, MEMBERS_OF_GROUP } from './group.sql';
import type { GroupView, UserGroup } from './group.types';

interface MemberKey {
  groupId: string;
  userId: string;
}

export const groupLoaders = ({ db, clock }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  return {
    /** Open groups only; whether the viewer may see one is up to `maySee`. */
    groupById: byId<string, GroupView>(
      (ids) =>
        db.query({
          name: 'social.groups-by-id',
          text: `${GROUP_VIEW} WHERE g.closed_at IS NULL AND g.id = ANY ($3::uuid[])`,
          values: [viewerId, clock.now(), ids],
        }),
      (group) => group.id,
    ),
    groupMember: byKey<MemberKey, GroupMember | null>(
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
      (ids, page) => db.query(pageOfEach(MEMBERS_OF_GROUP, ids, viewerId, page)),
      (member) => member.groupId,
    ),
    groupMemberCountByGroupId: byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(MEMBERS_OF_GROUP, ids, viewerId)),
      (row) => row.id,
    ),
    groupsOfUserPage: pagesBy<UserGroup>(
      (ids, page) => db.query(pageOfEach(GROUPS_OF_USER, ids, viewerId, page)),
      (row) => row.ownerId,
    ),
    groupCountByUserId: byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(GROUPS_OF_USER, ids, viewerId)),
      (row) => row.id,
    ),
  };
};

function memberKey({ groupId, userId }: MemberKey): string {
  return `${groupId} ${userId}`;
}
