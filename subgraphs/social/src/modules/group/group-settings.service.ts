import { invalidInput, notAllowed } from '@marquee/platform';
import { tellInGroupRoom } from '../room/room.store';
import type { Context, Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { tellInRoomsOf } from '../notice/notice.store';
import { closeGroup } from './group-membership.store';
import { placeRow } from './group-place';
import { mayEdit, MOST_IN_CREW } from './group-rights';
import type { ArchiveGroup, OfGroup, UpdateGroup } from './group.input';
import type { GroupService } from './group.service';
import { changeGroup, noteInLog, visit } from './group.store';
import type { GroupView } from './group.types';

/** The columns of one field. */
const PLACE = ['placeName', 'latitude', 'longitude'];

/** What a group says of itself, and its end. */
export class GroupSettingsService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  async update(input: UpdateGroup): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('updateGroup', input, async (step) => {
      const { group, access } = await visit(step, input.groupId, me);
      const changesPrivacy = input.privacy != null && input.privacy !== group.privacy;
      if (!mayEdit(access.viewerRole, changesPrivacy))
        throw notAllowed(
          changesPrivacy ? 'Only its owner may change whom a group is for.' : 'Only its owner and admins may change a group.',
        );
      if (input.maxMembers != null && input.maxMembers < group.memberCount)
        throw invalidInput('maxMembers', `must be at least ${group.memberCount}, so many members it has`);
      if (input.maxMembers != null && input.maxMembers > MOST_IN_CREW && (await isCrew(step, group.id)))
        throw invalidInput('maxMembers', `must be at most ${MOST_IN_CREW}: it is a crew`);
      const data = changesOf(input);
      const changed = new Set(Object.keys(data).map((column) => (PLACE.includes(column) ? 'place' : column)));
      if (changed.size === 0) return group.id;
      await changeGroup(step, group, data);
      if (changed.has('name')) await tellInGroupRoom(step, group.id);
      if (input.name != null && input.name !== group.name)
        await tellInRoomsOf(step, { groupId: group.id }, { kind: 'ROOM_RENAMED', by: me, name: input.name });
      await noteInLog(step, group.id, { action: 'UPDATED', actorId: me, detail: [...changed].join(', ') });
      return group.id;
    });
    return this.groups.require(id);
  }

  async archive(input: ArchiveGroup): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('archiveGroup', input, async (step) => {
      const { group, access } = await visit(step, input.groupId, me);
      if (access.viewerRole !== 'OWNER') throw notAllowed('Only its owner may archive a group.');
      if ((group.archivedAt !== null) === input.archived) return group.id;
      if (!input.archived && (await isCrew(step, group.id, { endedAt: { not: null } })))
        throw notAllowed('This crew is over. Make another one.');
      await changeGroup(step, group, { archivedAt: input.archived ? step.now : null });
      await noteInLog(step, group.id, { action: input.archived ? 'ARCHIVED' : 'REOPENED', actorId: me });
      return group.id;
    });
    return this.groups.require(id);
  }

  /** Returns the group's id. */
  async delete(input: OfGroup): Promise<string> {
    return this.ctx.change('deleteGroup', input, async (step) => {
      const { group, access } = await visit(step, input.groupId, this.ctx.viewer.id);
      if (access.viewerRole !== 'OWNER') throw notAllowed('Only its owner may delete a group.');
      await closeGroup(step, group, this.ctx.viewer.id);
      return group.id;
    });
  }
}

/** Is this group a crew, of which this holds? */
const isCrew = async ({ tx }: Step, groupId: string, where: Prisma.CrewWhereInput = {}): Promise<boolean> =>
  (await tx.crew.count({ where: { groupId, ...where } })) > 0;

/** What is left out stays; what can be empty is emptied by null. */
function changesOf({
  name,
  description,
  privacy,
  maxMembers,
  imageUrl,
  categorySlug,
  tags,
  rules,
  place,
}: UpdateGroup): Prisma.GroupUpdateInput {
  return {
    ...(name == null ? {} : { name }),
    ...(privacy == null ? {} : { privacy }),
    ...(maxMembers == null ? {} : { maxMembers }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(categorySlug === undefined ? {} : { categorySlug }),
    ...(tags === undefined ? {} : { tags: tags ?? [] }),
    ...(rules === undefined ? {} : { rules: rules ?? [] }),
    ...(place === undefined ? {} : placeRow(place)),
  };
}
