import { randomUUID } from 'node:crypto';
import { notAllowed, notFound } from '@marquee/platform';
import { givesRight } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { RoomPurpose } from '../../generated/prisma/client';
import { lockEvent, seenAmong } from '../event/event.store';
import { visit } from '../group/group.store';
import { eventRolesOfPerson, settleEventRooms } from '../room/room-event.store';
import { fillGroupRooms } from '../room/room-group.store';
import type { RoomService } from '../room/room.service';
import type { RoomView } from '../room/room.types';
import type { OpenRoom } from './room-purpose.input';

/** The rooms of an event or a group beside its MAIN one. Each is made under the lock of what owns it. */
export class RoomPurposeService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  ofEvent(eventId: string): Promise<RoomView[]> {
    return this.ctx.loaders.roomsByEventId.load(eventId);
  }

  ofGroup(groupId: string): Promise<RoomView[]> {
    return this.ctx.loaders.roomsByGroupId.load(groupId);
  }

  async open(input: OpenRoom): Promise<RoomView> {
    const { eventId, groupId, purpose } = input;
    const id = await this.ctx.change('openRoom', input, (step) =>
      eventId ? this.ofEventOpened(step, eventId, purpose) : this.ofGroupOpened(step, groupId!, purpose),
    );
    return this.rooms.require(id);
  }

  private async ofEventOpened(step: Step, eventId: string, purpose: RoomPurpose): Promise<string> {
    const { viewer } = this.ctx;
    await lockEvent(step, eventId);
    const roles = await eventRolesOfPerson(step, eventId, viewer.id);
    if (roles.length === 0 && !(await seenAmong(step, viewer, [eventId])).has(eventId)) throw notFound('This event');
    if (!givesRight(roles, 'GUESTS')) throw notAllowed('Only those of its team who look after its guests may open rooms of an event.');
    const id = await makeRoom(step, 'EVENT', eventId, purpose);
    await settleEventRooms(step, [eventId]);
    return id;
  }

  private async ofGroupOpened(step: Step, groupId: string, purpose: RoomPurpose): Promise<string> {
    const { group, access } = await visit(step, groupId, this.ctx.viewer.id);
    if (access.viewerRole !== 'OWNER' && access.viewerRole !== 'ADMIN')
      throw notAllowed('Only its owner and admins may open rooms of a group.');
    const before = await step.tx.room.findFirst({ where: { kind: 'GROUP', ownerId: groupId, purpose }, select: { id: true } });
    if (before) return before.id;
    if (group.archivedAt) throw notAllowed('This group is archived: it gets no more rooms.');
    const id = await makeRoom(step, 'GROUP', groupId, purpose);
    await fillGroupRooms(step, groupId, id);
    return id;
  }
}

/** One of each purpose: the unique index meets those who come at once. */
async function makeRoom({ tx, now }: Step, kind: 'EVENT' | 'GROUP', ownerId: string, purpose: RoomPurpose): Promise<string> {
  const room = {
    id: randomUUID(),
    kind,
    ownerId,
    purpose,
    announcementsOnly: purpose === 'ANNOUNCEMENTS',
    createdAt: now,
    lastMessageAt: now,
  };
  await tx.room.createMany({ data: [room], skipDuplicates: true });
  return (await tx.room.findUniqueOrThrow({ where: { kind_ownerId_purpose: { kind, ownerId, purpose } }, select: { id: true } })).id;
}
