import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who works for an organisation: they run its events. An erased person does not come back. */
export const organizationMemberChanged: Handler<'organization.member_changed'> = async ({ payload }, { tx, push }) => {
  const { organizationId, userId, version, role } = payload;
  if (await isErased(tx, userId)) return;
  const isNew = await keepNewer(tx, 'organization_members', ['organizationId', 'userId'], { organizationId, userId, version, role });
  if (isNew) push(channels.rights(userId));
};
