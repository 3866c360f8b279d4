import type { Fact } from '@marquee/platform';
import type { ConnectionChanged } from '@marquee/schema/topics';
import type { Relationship } from '../../generated/prisma/client';

/** How a relationship stands now. */
export const connectionChanged = (
  relationship: Pick<Relationship, 'id' | 'version' | 'requesterId' | 'addresseeId' | 'type' | 'status'>,
): Fact<'connection.changed', ConnectionChanged> => ({
  topic: 'connection.changed',
  key: relationship.id,
  payload: {
    connectionId: relationship.id,
    version: relationship.version,
    requesterId: relationship.requesterId,
    addresseeId: relationship.addresseeId,
    type: relationship.type,
    status: relationship.status,
  },
});
