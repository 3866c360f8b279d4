import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { lockOrganization } from '../modules/event/event.store';
import { isErased } from '../modules/person/person.store';
import { settleRoomsOfOrganization } from '../modules/room/room-event.store';

/** Keeps the copy of who belongs to an organisation: they are in the rooms of its events. */
export const organizationMemberChanged: Handler<'organization.member_changed'> = async ({ payload }, step) => {
  const { organizationId, userId, version, role } = payload;
  if (await isErased(step, userId)) return;
  await lockOrganization(step, organizationId);
  const row = { organizationId, userId, version, role };
  if (await keepNewer(step.tx, 'known_organization_members', ['organizationId', 'userId'], row))
    await settleRoomsOfOrganization(step, organizationId, userId);
};
