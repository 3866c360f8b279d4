import type { Tx } from '../../db';
import type { Prisma, Workflow } from '../../generated/prisma/client';

export type WorkflowChanges = Omit<Prisma.WorkflowUncheckedUpdateManyInput, 'id' | 'version'>;

/** Brings a workflow from the version that was read to the next one. Null when it has another version by now: nothing is changed then. */
export type Advance = (tx: Tx, read: Pick<Workflow, 'id' | 'version'>, changes: WorkflowChanges) => Promise<Workflow | null>;

/**
 * The only way in which a workflow changes. The condition on the version stands in the UPDATE itself: of two that read the same version
 * the second one waits for the first one's row lock, then finds another version and changes nothing.
 */
export const advance: Advance = async (tx, { id, version }, changes) => {
  const [row] = await tx.workflow.updateManyAndReturn({ where: { id, version }, data: { ...changes, version: { increment: 1 } } });
  return row ?? null;
};
