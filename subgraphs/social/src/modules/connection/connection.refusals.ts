import { Refusal } from '@marquee/platform';
import type { Relationship, RelationshipStatus } from '../../generated/prisma/client';

export const alreadyConnected = (connection: Relationship) =>
  new Refusal('AlreadyConnected', 'NOT_ALLOWED_NOW', 'You are connected already.', { connection }, { nextStep: 'RELOAD' });

export const requestNotOpen = (status: RelationshipStatus) =>
  new Refusal('RequestNotOpen', 'NOT_ALLOWED_NOW', 'This request is not open any more.', { status }, { nextStep: 'RELOAD' });

export const declinedBefore = () =>
  new Refusal(
    'NotAllowed',
    'FORBIDDEN',
    'This person has declined. They can ask you; you can ask again 30 days after their answer.',
    {},
    { nextStep: 'WAIT' },
  );
