import { organizationRolesWith, rolesWith } from '@marquee/schema/rules/event-rights';
import { GUEST_ANSWERS } from '@marquee/schema/rules/event-visibility';

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** SQL: has the person in the parameter a role on event `e` that gives the right SEE? */
const insider = (user: string) => `(
  (e.organization_id IS NULL AND e.creator_id = ${user}::uuid)
  OR EXISTS (SELECT 1 FROM known_event_roles er WHERE er.event_id = e.id AND er.user_id = ${user}::uuid AND er.role IN (${list(rolesWith('SEE'))}))
  OR EXISTS (SELECT 1 FROM known_organization_members om
             WHERE om.organization_id = e.organization_id AND om.user_id = ${user}::uuid AND om.role IN (${list(organizationRolesWith('SEE'))})))`;

const guest = (user: string) => `(
  EXISTS (SELECT 1 FROM attendances ga WHERE ga.event_id = e.id AND ga.user_id = ${user}::uuid
          AND (ga.status IN (${list(GUEST_ANSWERS)}) OR ga.checked_in_at IS NOT NULL))
  OR EXISTS (SELECT 1 FROM ticket_orders gt WHERE gt.event_id = e.id AND gt.user_id = ${user}::uuid AND gt.tickets_left > 0))`;

const member = (user: string) =>
  `EXISTS (SELECT 1 FROM group_members gm WHERE gm.group_id = e.group_id AND gm.user_id = ${user}::uuid AND gm.active)`;

const invited = (user: string) =>
  `EXISTS (SELECT 1 FROM known_event_invitations ei WHERE ei.event_id = e.id AND ei.user_id = ${user}::uuid AND ei.invited)`;

/**
 * SQL: may the viewer in the parameter (null for a visitor) see event `e`? For lists; what `sightOf` and `maySee` of
 * schema/rules/event-visibility.ts decide for one event, and a test holds the two together. `staff`: the viewer sees every event.
 */
export const mayBeSeen = (viewer: string, staff: boolean): string =>
  staff
    ? 'NOT e.deleted'
    : `NOT e.deleted AND (
  ((e.status IN ('PUBLISHED', 'COMPLETED') OR (e.status = 'CANCELLED' AND e.was_published))
   AND (NOT e.hidden OR ${guest(viewer)})
   AND CASE e.visibility WHEN 'PUBLIC' THEN true WHEN 'GROUP_ONLY' THEN ${member(viewer)} ELSE ${invited(viewer)} OR ${guest(viewer)} END)
  OR ${insider(viewer)})`;
