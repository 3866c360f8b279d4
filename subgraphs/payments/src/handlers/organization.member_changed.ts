import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who works for an organisation: they run its events. */
export const organizationMemberChanged: Handler<'organization.member_changed'> = async ({ payload }, step) => {
  const { organizationId, userId, version, role } = payload;
  if (await isErased(step, userId)) return;
  const row = { organizationId, userId, version, role };
  if (await keepNewer(step.tx, 'organization_members', ['organizationId', 'userId'], row)) step.push(channels.rights(userId));
};
