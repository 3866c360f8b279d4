import type { CurationVerdict } from '../../generated/prisma/client';
import type { Step } from '../../context';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import { flagOutcome, type FlagVerdict } from './flag-outcome';
import { flagSettled } from './flag.facts';

/**
 * Settles the open flags of a workflow by a decision about it, and tells what came of each. A flag raises the workflow's version, and a
 * decision names the version that was read: the curator has seen all of them.
 */
export async function settleFlags(
  { tx, now, tell }: Step,
  { id: workflowId, eventId }: Workflow,
  decision: CurationVerdict,
  verdicts: readonly FlagVerdict[],
): Promise<void> {
  const open = await tx.flag.findMany({ where: { workflowId, status: 'OPEN' } });
  if (open.length === 0) return;
  const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId }, omit: { signature: true } });
  for (const status of ['UPHELD', 'DISMISSED', 'OUTDATED'] as const) {
    const ids = open
      .filter((flag) => flagOutcome(flag, { decision, verdicts, contentHash: event.contentHash }) === status)
      .map(({ id }) => id);
    if (ids.length === 0) continue;
    const settled = await tx.flag.updateManyAndReturn({
      where: { id: { in: ids }, status: 'OPEN' },
      data: { status, resolvedAt: now, version: { increment: 1 } },
    });
    await tell(...settled.map((flag) => flagSettled(flag, event, now)));
  }
}

/** A decision was reversed: the flags that it upheld were wrong. */
export async function undoUpheld(
  { tx, now, tell }: Step,
  workflowId: string,
  event: Pick<EventCopy, 'creatorId' | 'organizationId'>,
  decidedAt: Date,
): Promise<void> {
  const undone = await tx.flag.updateManyAndReturn({
    where: { workflowId, status: 'UPHELD', resolvedAt: decidedAt },
    data: { status: 'DISMISSED', resolvedAt: now, version: { increment: 1 } },
  });
  await tell(...undone.map((flag) => flagSettled(flag, event, now)));
}
