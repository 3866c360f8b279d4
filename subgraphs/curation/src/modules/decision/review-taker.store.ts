import type { Step } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { appealedCurator } from '../appeal/appeal.store';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent } from '../event/event-visibility';
import { mayJudge } from '../subject/subject-rights';

/** May this person be given a workflow? Not what they have a part in, and no appeal against what they decided. */
export async function mayTakeReview(step: Step, { id, eventId, revisionId }: Workflow, userId: string): Promise<boolean> {
  const { tx } = step;
  const person = await tx.personCopy.findUnique({ where: { userId } });
  if (!person?.active || person.erasedAt || !mayJudge(person, 'EVENT')) return false;
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, omit: { signature: true } });
  const revision = revisionId ? await tx.revisionCopy.findUnique({ where: { revisionId }, select: { authorId: true } }) : null;
  if (revision?.authorId === userId || isOwnEvent(event, userId, await rolesNow(step, event, userId))) return false;
  return (await appealedCurator(step, id)) !== userId;
}
