import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps who works for an organisation: they run its events. */
export const organizationMemberChanged: Handler<'organization.member_changed'> = async ({ payload }, step) => {
  const { organizationId, userId, version, role } = payload;
  if (await isAnyErased(step, [userId])) return;
  const isNew = await keepNewer(step.tx, 'organization_members', ['organizationId', 'userId'], { organizationId, userId, version, role });
  if (isNew) step.push(channels.rights(userId));
};
