import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, some } from './draw';

/** Whoever makes it goes to an event with others; who joins and leaves is as in every group. */
const createCrew: Kind = {
  name: 'createCrew',
  weight: 1.5,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { privacy: random.pick(['PUBLIC', 'PUBLIC', 'INVITE_ONLY']), maxMembers: random.whole(2, 4) };
    return event && { by: anyone(random, known), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const input = { name: `Crew ${operation.index}`, eventId: event.id, ...operation.values };
    return mutate(city, city.known.people[operation.by]!, 'createCrew', input, 'group { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'group', index, id: data.group.id, by, facts: {} }),
};

/** Whoever would like company at an event says so, or takes it back. */
const seeking = (name: string, weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: anyone(random, known), about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    return mutate(city, city.known.people[operation.by]!, name, { eventId: event.id }, '__typename', operation);
  },
});

export const crewKinds: readonly Kind[] = [createCrew, seeking('lookForCompanions', 2), seeking('stopLookingForCompanions', 0.3)];
