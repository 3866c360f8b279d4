import { notAllowed, type Viewer } from '@marquee/platform';
import { givesRight, rolesOn, staffMay, type EventRight, type EventTeam, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import { REFUSED } from './event-rights';

/**
 * Has the viewer the right on the event? The answer stays true until the transaction ends: the fact that takes the right away waits. False
 * for an event that is not known.
 */
export async function hasRightNow(step: Step, eventId: string, viewer: Viewer, right: EventRight): Promise<boolean> {
  const { tx } = step;
  const [event] = await tx.$queryRaw<EventTeam[]>`
    SELECT creator_id AS "creatorId", organization_id AS "organizationId", team FROM events WHERE id = ${eventId}::uuid FOR SHARE`;
  if (!event) return false;
  const [member] = event.organizationId
    ? await tx.$queryRaw<{ role: OrganizationRole | null }[]>`
        SELECT role FROM organization_members
        WHERE organization_id = ${event.organizationId}::uuid AND user_id = ${viewer.id}::uuid FOR SHARE`
    : [];
  if (givesRight(rolesOn(event, viewer.id, member?.role ?? null), right)) return true;
  if (!staffMay(viewer, right)) return false;
  step.kept.logger.info({ userId: viewer.id, role: viewer.role, eventId, right, cause: step.cause }, 'staff acts on an event');
  return true;
}

/** Refuses a viewer without the right, and keeps the right until the transaction ends. */
export async function holdRight(step: Step, eventId: string, viewer: Viewer, right: EventRight): Promise<void> {
  if (!(await hasRightNow(step, eventId, viewer, right))) throw notAllowed(REFUSED[right] ?? 'Only those who run this event may do this.');
}
