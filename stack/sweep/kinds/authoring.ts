import type { Kind } from '../history';
import { mutate } from '../send';
import { mostly, some } from './draw';

const rollback: Kind = {
  name: 'rollbackEvent',
  weight: 1.5,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values: { back: random.whole(1, 4) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const person = city.known.people[operation.by]!;
    const seen = await city.post(person, 'query($id: ID!) { event(id: $id) { version } }', { id: event.id });
    const version = seen.data?.event?.version as number | undefined;
    if (!version) return null;
    const input = { eventId: event.id, version, toVersion: Math.max(1, version - (operation.values.back as number)) };
    return mutate(city, person, 'rollbackEvent', input, 'event { id }', operation);
  },
};

/** What organisers do beside making and changing events. */
export const authoringKinds: readonly Kind[] = [rollback];
