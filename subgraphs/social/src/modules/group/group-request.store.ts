import type { Step } from '../../context';
import { groupRequestChanged } from './group.facts';

/** So many of those who run a group are told of one who asks; the others find it in the list. */
const MOST_TOLD = 100;
/** So many facts are written at once. */
const AT_ONCE = 1_000;

/** Somebody asks to be let in, or asks anew. Under the lock of the group. */
export async function putRequest(step: Step, group: { id: string; name: string }, userId: string, message: string | null): Promise<void> {
  const { tx, now } = step;
  const key = { groupId: group.id, userId };
  const request = { message, createdAt: now, open: true };
  const made = await tx.groupRequest.upsert({
    where: { groupId_userId: key },
    create: { ...key, ...request },
    update: { ...request, version: { increment: 1 } },
  });
  await step.tell(groupRequestChanged(group, made, await decidersOf(step, group.id)));
}

/** Ends the request of this person if it is open, and tells of it. Returns whether there was one. Under the lock of the group. */
export async function endRequest(step: Step, group: { id: string; name: string }, userId: string): Promise<boolean> {
  const [ended] = await step.tx.groupRequest.updateManyAndReturn({
    where: { groupId: group.id, userId, open: true },
    data: { open: false, version: { increment: 1 } },
  });
  if (ended) await step.tell(groupRequestChanged(group, ended, await decidersOf(step, group.id)));
  return ended !== undefined;
}

/** The group is closed: nobody asks to be let in any more. Under the lock of the group. */
export async function endRequests(step: Step, group: { id: string; name: string }): Promise<void> {
  const ended = await step.tx.groupRequest.updateManyAndReturn({
    where: { groupId: group.id, open: true },
    data: { open: false, version: { increment: 1 } },
  });
  const deciders = ended.length > 0 ? await decidersOf(step, group.id) : [];
  for (let from = 0; from < ended.length; from += AT_ONCE)
    await step.tell(...ended.slice(from, from + AT_ONCE).map((request) => groupRequestChanged(group, request, deciders)));
}

async function decidersOf({ tx }: Step, groupId: string): Promise<string[]> {
  const where = { groupId, active: true, role: { not: 'MEMBER' as const } };
  const staff = await tx.groupMember.findMany({
    where,
    select: { userId: true },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    take: MOST_TOLD,
  });
  return staff.map(({ userId }) => userId);
}
