import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';
import { addressOf, mailedToken } from './mailed';

const invite: Kind = {
  name: 'inviteToOrganizationByMail',
  weight: 2,
  draw: (random, known) => {
    const house = some(random, known, 'organization');
    if (!house) return null;
    const values = { other: anyone(random, known), role: random.pick(['OWNER', 'MANAGER', 'STAFF']) };
    return { by: mostly(random, known, house, 0.95), about: [house.index], values };
  },
  async send(operation, city) {
    const house = city.known.made(operation.about[0], 'organization');
    if (!house) return null;
    const { other, role } = operation.values;
    const input = { organizationId: house.id, email: addressOf(city.known.people[other as number]!.username), role };
    return mutate(city, city.known.people[operation.by]!, 'inviteToOrganizationByMail', input, 'invitation { id }', operation);
  },
  learn: ({ index, by, values }, { data }, known) =>
    known.add({ kind: 'mailed', index, id: data.invitation.id, by, facts: { other: values.other } }),
};

const respond: Kind = {
  name: 'respondToMailedInvitation',
  weight: 2.5,
  draw: (random, known) => {
    const invitation = some(random, known, 'mailed');
    if (!invitation) return null;
    const by = random.chance(0.9) ? (invitation.facts.other as number) : anyone(random, known);
    return { by, about: [invitation.index], values: { accept: random.chance(0.85) } };
  },
  async send(operation, city) {
    const invitation = city.known.made(operation.about[0], 'mailed');
    if (!invitation) return null;
    const invited = city.known.people[invitation.facts.other as number]!;
    const token = await mailedToken(city, addressOf(invited.username), 'organization-invitation');
    const input = { token, accept: operation.values.accept };
    return token
      ? mutate(city, city.known.people[operation.by]!, 'respondToMailedInvitation', input, 'invitation { id }', operation)
      : null;
  },
};

const withdraw: Kind = {
  name: 'withdrawMailedInvitation',
  weight: 0.5,
  draw: (random, known) => {
    const invitation = some(random, known, 'mailed');
    return invitation && { by: mostly(random, known, invitation), about: [invitation.index], values: {} };
  },
  async send(operation, city) {
    const invitation = city.known.made(operation.about[0], 'mailed');
    const input = { invitationId: invitation?.id };
    return invitation ? mutate(city, city.known.people[operation.by]!, 'withdrawMailedInvitation', input, 'deletedId', operation) : null;
  },
};

/** Invitations that go to addresses, whoever has them. */
export const mailedInvitationKinds: readonly Kind[] = [invite, respond, withdraw];
