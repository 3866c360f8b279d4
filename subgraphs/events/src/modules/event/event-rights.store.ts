import { notAllowed, notFound, type Viewer } from '@marquee/platform';
import { givesRight, rolesOn, staffMay, type EventRight, type EventRole, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import { REFUSED } from './event-access';

/**
 * Refuses a person without the right, and keeps what gives it from being taken away until the transaction ends: who is removed from a team
 * while they change something either does it before, or is refused. Take it before the locks of the guest list.
 */
export async function holdRight(step: Step, eventId: string, viewer: Viewer, right: EventRight): Promise<void> {
  if (givesRight(await lockRoles(step, eventId, viewer.id), right)) return;
  if (!staffMay(viewer, right)) throw notAllowed(REFUSED[right]);
  step.logger.info({ userId: viewer.id, role: viewer.role, eventId, right }, 'staff acts on an event');
}

/** The role of a person in an organisation, kept until the transaction ends; null when they do not work there. */
export async function lockOrganizationRole({ tx }: Step, organizationId: string, userId: string): Promise<OrganizationRole | null> {
  const [member] = await tx.$queryRaw<{ role: OrganizationRole | null }[]>`
    SELECT role FROM organization_members WHERE organization_id = ${organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`;
  return member?.role ?? null;
}

async function lockRoles(step: Step, eventId: string, userId: string): Promise<EventRole[]> {
  const [event] = await step.tx.$queryRaw<{ creatorId: string; organizationId: string | null }[]>`
    SELECT creator_id AS "creatorId", organization_id AS "organizationId" FROM events WHERE id = ${eventId}::uuid FOR SHARE`;
  if (!event) throw notFound('This event');
  const team = await step.tx.$queryRaw<{ userId: string; role: EventRole }[]>`
    SELECT user_id AS "userId", role FROM event_team
    WHERE event_id = ${eventId}::uuid AND user_id = ${userId}::uuid AND state = 'MEMBER' FOR SHARE`;
  const organizationRole = event.organizationId && (await lockOrganizationRole(step, event.organizationId, userId));
  return rolesOn({ ...event, team }, userId, organizationRole || null);
}
