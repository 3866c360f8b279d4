import type { City } from '../city';
import type { Kind, Operation } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const HOUR = 3_600_000;
const SOURCE = 'source { id state }';

/** What the web says at the address of a source, from now on: so many events, told so, or nothing that can be read. */
function publish(city: City, path: string, { values, index }: Operation): void {
  const { records, told } = values as { records: number; told: string };
  if (told === 'broken') return city.web.publish(path, 'no calendar');
  const day = Math.ceil(city.now().getTime() / (24 * HOUR)) * 24 * HOUR;
  const events = Array.from({ length: records }, (_, n) => ({
    '@type': 'Event',
    '@id': `${path} ${n}`,
    name: n % 2 === 0 ? `${told} at ${path}, ${n}` : `Open kitchen ${path}, ${n}`,
    description: `Evening ${n} at the long table, with what the garden has; step-free access is from the lane.`,
    startDate: new Date(day + (18 + 24 * (n % 5)) * HOUR).toISOString(),
    endDate: new Date(day + (20 + 24 * (n % 5)) * HOUR).toISOString(),
    eventStatus: told === 'Called off' && n === index % records ? 'https://schema.org/EventCancelled' : 'https://schema.org/EventScheduled',
    performer: n % 3 === 0 ? [`Cook ${n}`] : [],
    location: {
      name: `Kitchen ${path} ${n}`,
      address: { addressLocality: 'Toronto' },
      geo: { latitude: 43.6 + n / 1_000, longitude: -79.3 },
    },
  }));
  city.web.publish(path, JSON.stringify(events));
}

const TOLD = ['Long table', 'Short table', 'Called off', 'broken'];

const create: Kind = {
  name: 'createEventSource',
  weight: 1,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { records: random.whole(1, 5), told: 'Long table' } }),
  send(operation, city) {
    const path = `/calendar-${operation.index}`;
    publish(city, path, operation);
    const input = { name: `Calendar ${operation.index}`, format: 'SCHEMA_ORG', address: city.web.at(path), frequencyMinutes: 60 };
    return mutate(city, city.known.people[operation.by]!, 'createEventSource', input, SOURCE, operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'source', index, id: data.source.id, by, facts: {} }),
};

/** A mutation about a source, by whom it is or somebody else. */
const ofSource = (
  name: string,
  weight: number,
  prepare: (city: City, path: string, operation: Operation) => void = () => undefined,
): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const source = some(random, known, 'source');
    const values = { records: random.whole(1, 5), told: random.pick(TOLD) };
    return source && { by: mostly(random, known, source, 0.9), about: [source.index], values };
  },
  async send(operation, city) {
    const source = city.known.made(operation.about[0], 'source');
    if (!source) return null;
    prepare(city, `/calendar-${source.index}`, operation);
    return mutate(city, city.known.people[operation.by]!, name, { sourceId: source.id }, '__typename', operation);
  },
});

/** Calendars elsewhere that are read again and again, while they change. */
export const sourceKinds: readonly Kind[] = [create, ofSource('syncEventSource', 2, publish), ofSource('deleteEventSource', 0.3)];
