import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { OrganizationActKind, OrganizationRole } from '../../generated/prisma/client';

/** Something was done in an organisation: written in the step that does it. */
export async function recordAct(
  { tx, now }: Pick<Step, 'tx' | 'now'>,
  act: {
    organizationId: string;
    kind: OrganizationActKind;
    /** Null: the people of the platform, without a name. */
    actorId: string | null;
    personId?: string;
    role?: OrganizationRole;
    fields?: string[];
  },
): Promise<void> {
  await tx.organizationAct.create({ data: { ...act, id: randomUUID(), at: now } });
}
