import type { Viewer } from '@marquee/platform';
import {
  givesRight,
  rolesOn,
  staffMay,
  type EventRight,
  type EventRole,
  type EventTeam,
  type OrganizationRole,
} from '@marquee/schema/rules/event-rights';
import type { Step } from '../../context';
import { refuseWithout } from './event-rights';

/** A person's roles on an event. They stay true until the transaction ends: the fact that takes one away waits. Null for an event that is not known. */
export async function rolesNow({ tx }: Step, eventId: string, userId: string): Promise<EventRole[] | null> {
  const [event] = await tx.$queryRaw<EventTeam[]>`
    SELECT creator_id AS "creatorId", organization_id AS "organizationId", team FROM events WHERE id = ${eventId}::uuid FOR SHARE`;
  if (!event) return null;
  const [member] = event.organizationId
    ? await tx.$queryRaw<{ role: OrganizationRole | null }[]>`
        SELECT role FROM organization_members
        WHERE organization_id = ${event.organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`
    : [];
  return rolesOn(event, userId, member?.role ?? null);
}

/** Has the viewer the right on the event? Stays true as their roles do. False for an event that is not known. */
export async function hasRightNow(step: Step, eventId: string, viewer: Viewer, right: EventRight): Promise<boolean> {
  const roles = await rolesNow(step, eventId, viewer.id);
  if (!roles) return false;
  if (givesRight(roles, right)) return true;
  if (!staffMay(viewer, right)) return false;
  step.logger.info({ userId: viewer.id, role: viewer.role, eventId, right }, 'staff acts on an event');
  return true;
}

/** Refuses a viewer without the right, and keeps the right until the transaction ends. */
export async function holdRight(step: Step, eventId: string, viewer: Viewer, right: EventRight): Promise<void> {
  if (!(await hasRightNow(step, eventId, viewer, right))) throw refuseWithout(right);
}
