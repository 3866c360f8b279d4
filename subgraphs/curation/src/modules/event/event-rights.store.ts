import { rolesOn, type EventRole, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import type { EventCopy } from '../../generated/prisma/client';
import { teamOf } from './event-visibility';

type Owned = Pick<EventCopy, 'creatorId' | 'organizationId' | 'team'>;

/** The roles of a person on an event, whose row was read in this step. The role in the organisation is kept until the transaction ends. */
export async function rolesNow({ tx }: Step, event: Owned, userId: string): Promise<EventRole[]> {
  const [member] = event.organizationId
    ? await tx.$queryRaw<{ role: OrganizationRole | null }[]>`
        SELECT role FROM organization_members
        WHERE organization_id = ${event.organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`
    : [];
  return rolesOn(teamOf(event), userId, member?.role ?? null);
}
