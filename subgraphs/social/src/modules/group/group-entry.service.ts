import { randomUUID } from 'node:crypto';
import { isId, notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { GroupLink } from '../../generated/prisma/client';
import { requireWithinHour } from '../person/hourly-limit.store';
import { isActive, isKnown } from '../person/person.store';
import { newCode } from './group-code';
import { endInvitations } from './group-invitation.store';
import { addMember } from './group-membership.store';
import { endRequest, putRequest } from './group-request.store';
import { isOpenTo, mayModerate } from './group-rights';
import type {
  AnswerGroupRequest,
  CreateGroupLink,
  JoinGroupByLink,
  OfGroup,
  OfGroupPerson,
  RequestToJoinGroup,
  RevokeGroupLink,
} from './group.input';
import { groupFull } from './group.refusals';
import type { GroupService } from './group.service';
import { accessTo, lockGroup, noteInLog, requireEntry, takeSeat, visit } from './group.store';
import type { GroupView } from './group.types';

const HOUR_MS = 3_600_000;
const MOST_OPEN_LINKS = 20;

/** The ways into a group beside joining: requests, links, and what becomes of invitations. Every change is made under the group's lock. */
export class GroupEntryService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  async request(input: RequestToJoinGroup): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('requestToJoinGroup', input, async (step) => {
      const { group, access, member } = await visit(step, input.groupId, me);
      if (access.viewerRole !== null) return group.id;
      await requireEntry(step, group, me);
      if (isOpenTo(access) && !member?.removedAt) throw notAllowed('This group is open to you: join it.');
      if (access.invited) throw notAllowed('You are invited to this group: join it.');
      await requireWithinHour(step, this.ctx.viewer, 'GROUP_INVITATIONS');
      await putRequest(step, group, me, input.message || null);
      return group.id;
    });
    return this.groups.require(id);
  }

  /** Returns the group's id. */
  async withdrawRequest(input: OfGroup): Promise<string> {
    return this.ctx.change('withdrawGroupRequest', input, async (step) => {
      const group = await lockGroup(step, input.groupId);
      if (group) await endRequest(step, group, this.ctx.viewer.id);
      return input.groupId;
    });
  }

  async answer(input: AnswerGroupRequest): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const { groupId, userId, accept } = input;
    const id = await this.ctx.change('answerGroupRequest', input, async (step) => {
      // An erasure locks the person first and their groups then; so does an answer.
      await isKnown(step, userId);
      const { group, access } = await visit(step, groupId, me);
      if (!mayModerate(access.viewerRole)) throw notAllowed('Only its owner, admins and moderators may answer requests.');
      const open = await step.tx.groupRequest.count({ where: { groupId, userId, open: true } });
      if (open === 0) throw notFound('This request');
      if (accept) {
        if (group.archivedAt) throw notAllowed('This group is archived: it takes nobody in any more.');
        if (!(await isActive(step.tx, userId))) throw notFound('This person');
        if (!(await takeSeat(step, group))) throw groupFull(group.maxMembers);
        await addMember(step, group, userId, 'MEMBER', me);
      } else await endRequest(step, group, userId);
      await noteInLog(step, groupId, { action: accept ? 'REQUEST_ACCEPTED' : 'REQUEST_DECLINED', actorId: me, subjectId: userId });
      return groupId;
    });
    return this.groups.require(id);
  }

  /** Returns the group's id. */
  async declineInvitation(input: OfGroup): Promise<string> {
    return this.ctx.change('declineGroupInvitation', input, async (step) => {
      await lockGroup(step, input.groupId);
      await endInvitations(step, { groupId: input.groupId, userId: this.ctx.viewer.id });
      return input.groupId;
    });
  }

  /** Returns the person's id. */
  async withdrawInvitation(input: OfGroupPerson): Promise<string> {
    const me = this.ctx.viewer.id;
    const { groupId, userId } = input;
    return this.ctx.change('withdrawGroupInvitation', input, async (step) => {
      const { access } = await visit(step, groupId, me);
      const invitation = await step.tx.groupInvitation.findFirst({ where: { groupId, userId, open: true } });
      if (!invitation) return userId;
      if (invitation.inviterId !== me && !mayModerate(access.viewerRole)) throw notAllowed('This invitation is somebody else’s.');
      await endInvitations(step, { groupId, userId });
      if (invitation.inviterId !== me) await noteInLog(step, groupId, { action: 'INVITATION_WITHDRAWN', actorId: me, subjectId: userId });
      return userId;
    });
  }

  async createLink(input: CreateGroupLink): Promise<GroupLink> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('createGroupLink', input, async (step) => {
      const { tx, now } = step;
      const { group, access } = await visit(step, input.groupId, me);
      if (!mayModerate(access.viewerRole)) throw notAllowed('Only its owner, admins and moderators may make links.');
      if (group.archivedAt) throw notAllowed('This group is archived: it takes nobody in any more.');
      const open = await tx.groupLink.count({ where: { groupId: group.id, revokedAt: null, expiresAt: { gt: now } } });
      if (open >= MOST_OPEN_LINKS) throw notAllowed('This group has 20 open links; end one of them first.');
      const expiresAt = new Date(now.getTime() + input.hours * HOUR_MS);
      const link = await tx.groupLink.create({
        data: { id: randomUUID(), groupId: group.id, code: newCode(), createdBy: me, createdAt: now, expiresAt, maxUses: input.maxUses },
      });
      await noteInLog(step, group.id, { action: 'LINK_MADE', actorId: me });
      return link.id;
    });
    return this.requireLink(id);
  }

  async revokeLink(input: RevokeGroupLink): Promise<GroupLink> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('revokeGroupLink', input, async (step) => {
      const link = await step.tx.groupLink.findUnique({ where: { id: input.linkId } });
      if (!link) throw notFound('This link');
      const { group, access } = await visit(step, link.groupId, me);
      if (!mayModerate(access.viewerRole)) throw notFound('This link');
      const { count } = await step.tx.groupLink.updateMany({ where: { id: link.id, revokedAt: null }, data: { revokedAt: step.now } });
      if (count > 0) await noteInLog(step, group.id, { action: 'LINK_REVOKED', actorId: me });
      return link.id;
    });
    return this.requireLink(id);
  }

  async joinByLink(input: JoinGroupByLink): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const id = await this.ctx.change('joinGroupByLink', input, async (step) => {
      const { tx, now } = step;
      const known = await tx.groupLink.findUnique({ where: { code: input.code }, select: { groupId: true } });
      const group = known && (await lockGroup(step, known.groupId));
      if (!group || group.closedAt) throw notFound('This link');
      // Under the lock: those who come at once are counted one behind the other.
      const link = await tx.groupLink.findUniqueOrThrow({ where: { code: input.code } });
      const { access } = await accessTo(step, group, me);
      if (access.viewerRole !== null) return group.id;
      if (link.revokedAt || link.expiresAt <= now || link.uses >= link.maxUses) throw notFound('This link');
      await requireEntry(step, group, me);
      if (!(await takeSeat(step, group))) throw groupFull(group.maxMembers);
      await tx.groupLink.update({ where: { id: link.id }, data: { uses: link.uses + 1 } });
      await addMember(step, group, me, 'MEMBER');
      return group.id;
    });
    return this.groups.require(id);
  }

  /** A repeated request may come from somebody who does not run the group any more. */
  private async requireLink(id: string): Promise<GroupLink> {
    const link = isId(id) ? await this.ctx.kept.db.prisma.groupLink.findUnique({ where: { id } }) : null;
    const group = link && (await this.groups.byId(link.groupId));
    if (!link || !group || !mayModerate(group.viewerRole)) throw notFound('This link');
    return link;
  }
}
