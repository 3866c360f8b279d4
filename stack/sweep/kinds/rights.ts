import type { Random } from '../../src/world/random';
import type { Kind } from '../history';
import type { Known, Thing, ThingKind } from '../known';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const TEAM_ROLES = ['EDITOR', 'BOX_OFFICE', 'DOOR'];
const ORGANIZATION_ROLES = ['OWNER', 'MANAGER', 'STAFF'];

const createOrganization: Kind = {
  name: 'createOrganization',
  weight: 0.7,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send: (operation, city) =>
    mutate(
      city,
      city.known.people[operation.by]!,
      'createOrganization',
      { name: `House ${operation.index}` },
      'organization { id }',
      operation,
    ),
  learn: ({ index, by }, { data }, known) =>
    known.add({ kind: 'organization', index, id: data.organization.id, by, facts: { invited: [] } }),
};

/** An operation about a person and a thing that was made: an organisation, or an event. */
const about = (
  thing: Extract<ThingKind, 'organization' | 'event'>,
  name: string,
  weight: number,
  more: (random: Random, known: Known, made: Thing) => { by?: number; other?: number; values?: Record<string, unknown> },
  selection = '__typename',
): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const made = some(random, known, thing);
    if (!made) return null;
    const { by, other, values } = more(random, known, made);
    return {
      by: by ?? mostly(random, known, made, 0.85),
      about: [made.index],
      values: { other: other ?? anyone(random, known), ...values },
    };
  },
  async send(operation, city) {
    const { other, ...values } = operation.values;
    const made = city.known.made(operation.about[0], thing);
    if (!made) return null;
    const input = { [`${thing}Id`]: made.id, userId: city.known.people[other as number]!.id, ...values };
    return mutate(city, city.known.people[operation.by]!, name, input, selection, operation);
  },
});

const inviteToOrganization: Kind = {
  ...about(
    'organization',
    'inviteToOrganization',
    2,
    (random) => ({ values: { role: random.pick(ORGANIZATION_ROLES) } }),
    'invitation { id }',
  ),
  learn: ({ index, by, values }, { data }, known) =>
    known.add({ kind: 'invitation', index, id: data.invitation.id, by, facts: { other: values.other } }),
};

const answerOrganization: Kind = {
  name: 'respondToOrganizationInvitation',
  weight: 2.5,
  draw: (random, known) => {
    const invitation = some(random, known, 'invitation');
    if (!invitation) return null;
    const by = random.chance(0.9) ? (invitation.facts.other as number) : anyone(random, known);
    return { by, about: [invitation.index], values: { accept: random.chance(0.85) } };
  },
  async send(operation, city) {
    const invitation = city.known.made(operation.about[0], 'invitation');
    if (!invitation) return null;
    const input = { invitationId: invitation.id, accept: operation.values.accept };
    return mutate(city, city.known.people[operation.by]!, 'respondToOrganizationInvitation', input, '__typename', operation);
  },
};

const inviteToTeam: Kind = {
  ...about('event', 'inviteToEventTeam', 2, (random) => ({ values: { role: random.pick(TEAM_ROLES) } })),
  learn: ({ about: [event], values }, _outcome, known) => {
    const made = known.made(event, 'event')!;
    made.facts.asked = [...((made.facts.asked as number[] | undefined) ?? []), values.other as number];
  },
};

const answerTeam: Kind = {
  name: 'respondToEventTeamInvitation',
  weight: 2.5,
  draw: (random, known) => {
    const asked = known.of('event').filter((event) => event.facts.asked?.length > 0);
    if (asked.length === 0) return null;
    const event = random.pick(asked.slice(-6));
    return { by: random.pick(event.facts.asked as number[]), about: [event.index], values: { accept: random.chance(0.9) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, accept: operation.values.accept };
    return event ? mutate(city, city.known.people[operation.by]!, 'respondToEventTeamInvitation', input, '__typename', operation) : null;
  },
};

/** Organisations and teams: who may do what comes and goes while they do it. */
export const rightKinds: readonly Kind[] = [
  createOrganization,
  inviteToOrganization,
  answerOrganization,
  about('organization', 'setOrganizationRole', 1, (random) => ({ values: { role: random.pick(ORGANIZATION_ROLES) } })),
  about('organization', 'removeFromOrganization', 1, () => ({})),
  about('organization', 'transferOrganization', 0.3, () => ({})),
  inviteToTeam,
  answerTeam,
  about('event', 'setEventTeamRole', 0.7, (random, _known, event) => ({
    ...(event.facts.asked?.length > 0 ? { other: random.pick(event.facts.asked as number[]) } : {}),
    values: { role: random.pick(TEAM_ROLES) },
  })),
  about('event', 'removeFromEventTeam', 0.8, (random, _known, event) =>
    event.facts.asked?.length > 0 ? { other: random.pick(event.facts.asked as number[]) } : {},
  ),
];
