import { randomUUID } from 'node:crypto';
import { invalidInput, isId, notAllowed, notFound, Refusal, type After } from '@marquee/platform';
import { change } from '../../change';
import type { Tx } from '../../db';
import { viewerOf, type Deps } from '../../deps';
import type { Group, GroupInvitation, GroupMember } from '../../generated/prisma/client';
import { lockPair } from '../connection/pair.lock';
import { PersonService } from '../person/person.service';
import type { CreateGroup, GroupChoice, GroupPerson } from './group.input';
import { addMember, endMembership, type Circumstances } from './group.membership';
import { isOpenTo, mayInvite, mayRemove, maySee, type Standing } from './group.rights';
import { holdGroup, takeSeat } from './group.seats';
import type { GroupView } from './group.types';

const INVITATION_LASTS_MS = 30 * 24 * 60 * 60 * 1_000;

/** Groups and who is in them. Every change of a membership is made while holding the group's row. */
export class GroupService {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  async find(id: string): Promise<GroupView | null> {
    const group = isId(id) ? await this.deps.loaders.groupById.load(id) : null;
    return group && maySee(group) ? group : null;
  }

  async create(input: CreateGroup): Promise<GroupView> {
    const me = viewerOf(this.deps).id;
    const id = await change(this.deps, { operation: 'createGroup', input }, async (tx, after) => {
      const now = this.deps.clock.now();
      const { name, privacy, maxMembers } = input;
      const group = await tx.group.create({
        data: {
          id: randomUUID(),
          name,
          description: input.description || null,
          privacy,
          maxMembers,
          memberCount: 1,
          createdAt: now,
          updatedAt: now,
        },
      });
      await tx.room.create({ data: { id: randomUUID(), kind: 'GROUP', groupId: group.id, createdAt: now, lastMessageAt: now } });
      await addMember(tx, group, me, 'OWNER', this.circumstances(after));
      return group.id;
    });
    return this.read(id);
  }

  async join(input: GroupChoice): Promise<GroupView> {
    const me = viewerOf(this.deps).id;
    const id = await change(this.deps, { operation: 'joinGroup', input }, async (tx, after) => {
      const group = await this.hold(tx, input.groupId);
      const { standing, member } = await this.standing(tx, group, me);
      if (standing.viewerRole !== null) return group.id;
      if (!maySee(standing)) throw notFound('This group');
      if (!standing.invited && (member?.removedAt || !isOpenTo(standing))) throw invitationNeeded();
      if (!(await takeSeat(tx, group, this.deps.clock.now()))) throw groupFull(group.maxMembers);
      await addMember(tx, group, me, 'MEMBER', this.circumstances(after));
      return group.id;
    });
    return this.read(id);
  }

  async leave(input: GroupChoice): Promise<string> {
    const me = viewerOf(this.deps).id;
    return change(this.deps, { operation: 'leaveGroup', input }, async (tx, after) => {
      const group = await this.hold(tx, input.groupId);
      const { standing, member } = await this.standing(tx, group, me);
      if (standing.viewerRole !== null) await endMembership(tx, group, member!, { ...this.circumstances(after), removed: false });
      else if (!maySee(standing)) throw notFound('This group');
      return group.id;
    });
  }

  async invite(input: GroupPerson): Promise<GroupInvitation> {
    const me = viewerOf(this.deps).id;
    await change(this.deps, { operation: 'inviteToGroup', input }, async (tx) => {
      await lockPair(tx, me, input.userId);
      const group = await this.hold(tx, input.groupId);
      const { standing } = await this.standing(tx, group, me);
      if (!maySee(standing)) throw notFound('This group');
      if (!mayInvite(standing)) throw notAllowed('Ask the owner or a moderator of this group to invite people.');
      await this.people.require(tx, input.userId);
      const present = await tx.groupMember.count({ where: { groupId: group.id, userId: input.userId, active: true } });
      if (present > 0) throw invalidInput('userId', 'this person is a member already.');
      const now = this.deps.clock.now();
      const invitation = { inviterId: me, createdAt: now, expiresAt: new Date(now.getTime() + INVITATION_LASTS_MS) };
      const key = { groupId: group.id, userId: input.userId };
      await tx.groupInvitation.upsert({ where: { groupId_userId: key }, create: { ...key, ...invitation }, update: invitation });
    });
    const invitation = await this.deps.db.prisma.groupInvitation.findUnique({
      where: { groupId_userId: { groupId: input.groupId, userId: input.userId } },
    });
    if (!invitation) throw notFound('This invitation');
    return invitation;
  }

  async remove(input: GroupPerson): Promise<GroupView> {
    const me = viewerOf(this.deps).id;
    const id = await change(this.deps, { operation: 'removeFromGroup', input }, async (tx, after) => {
      const group = await this.hold(tx, input.groupId);
      const { standing } = await this.standing(tx, group, me);
      if (!maySee(standing)) throw notFound('This group');
      const member = await tx.groupMember.findUnique({ where: { groupId_userId: { groupId: group.id, userId: input.userId } } });
      if (!mayRemove(standing.viewerRole, member?.active ? member.role : 'MEMBER'))
        throw notAllowed('You can only remove members of lower rank.');
      if (member?.active) await endMembership(tx, group, member, { ...this.circumstances(after), removed: true });
      return group.id;
    });
    return this.read(id);
  }

  private async hold(tx: Tx, id: string): Promise<Group> {
    const group = await holdGroup(tx, id);
    if (!group || group.closedAt) throw notFound('This group');
    return group;
  }

  private async standing(tx: Tx, group: Group, userId: string): Promise<{ standing: Standing; member: GroupMember | null }> {
    const key = { groupId: group.id, userId };
    const member = await tx.groupMember.findUnique({ where: { groupId_userId: key } });
    const invitation = await tx.groupInvitation.findUnique({ where: { groupId_userId: key } });
    const owner = await tx.groupMember.findFirst({ where: { groupId: group.id, role: 'OWNER', active: true } });
    const friends = owner ? await tx.friendship.count({ where: { userId: owner.userId, friendId: userId } }) : 0;
    const standing = {
      privacy: group.privacy,
      viewerRole: member?.active ? member.role : null,
      invited: invitation !== null && invitation.expiresAt > this.deps.clock.now(),
      ownersFriend: friends > 0,
    };
    return { standing, member };
  }

  private async read(id: string): Promise<GroupView> {
    const group = await this.deps.loaders.groupById.load(id);
    if (!group) throw notFound('This group');
    return group;
  }

  private circumstances(after: After): Circumstances {
    return { now: this.deps.clock.now(), after, bus: this.deps.bus, correlationId: this.deps.caller.correlationId };
  }
}

const groupFull = (maxMembers: number) =>
  new Refusal('GroupFull', 'NOT_ALLOWED_NOW', 'Every place in this group is taken.', { maxMembers }, { retryable: true });
const invitationNeeded = () =>
  new Refusal('InvitationNeeded', 'NOT_ALLOWED_NOW', 'This group is entered by invitation. Ask a member to invite you.');
