import type { City } from '../city';
import type { Kind, Operation } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const HOUR = 3_600_000;
const IMPORT = 'import { id done state }';

/** A calendar of so many events: each import has its own, and one that is sent again has the same, some of them told otherwise. */
function calendar(operation: Operation, city: City): string {
  const { records, of, from, told } = operation.values as { records: number; of: number; from: number; told: string };
  const day = Math.ceil(city.now().getTime() / (24 * HOUR)) * 24 * HOUR;
  const documents = Array.from({ length: records }, (_, n) => {
    const number = from + n;
    const startsAt = day + (18 + 24 * (number % 5)) * HOUR;
    return {
      '@type': 'Event',
      '@id': `calendar ${of}, ${number}`,
      name: number % 3 === 0 ? `${told} ${of}.${number}` : `Open studio ${of}.${number}`,
      description: `An evening at studio ${number} of the old printing house, with tea; step-free access is from the lane.`,
      startDate: new Date(startsAt).toISOString(),
      endDate: new Date(startsAt + 2 * HOUR).toISOString(),
      location: {
        name: `Studio ${of}.${number}`,
        address: { addressLocality: 'Toronto' },
        geo: { latitude: 43.65 + number / 1_000, longitude: -79.38 - (of % 100) / 1_000 },
      },
    };
  });
  return JSON.stringify(documents);
}

const start: Kind = {
  name: 'startImport',
  weight: 1.5,
  draw: (random, known) => {
    const earlier = random.chance(0.35) ? some(random, known, 'import') : null;
    return {
      by: earlier?.by ?? anyone(random, known),
      about: earlier ? [earlier.index] : [],
      values: {
        records: random.whole(1, 8),
        from: 0,
        of: earlier ? (earlier.facts.of as number) : random.whole(1, 1_000_000),
        told: random.pick(['Open studio', 'Late studio', 'Drawing night']),
        isComplete: random.chance(0.6),
      },
    };
  },
  send(operation, city) {
    const input = { jsonLd: calendar(operation, city), timezone: 'America/Toronto', isComplete: operation.values.isComplete };
    return mutate(city, city.known.people[operation.by]!, 'startImport', input, IMPORT, operation);
  },
  learn({ index, by, values }, { data }, known) {
    known.add({ kind: 'import', index, id: data.import.id, by, facts: { of: values.of, records: values.records } });
  },
};

const add: Kind = {
  name: 'addToImport',
  weight: 1.5,
  draw: (random, known) => {
    const made = some(random, known, 'import');
    if (!made) return null;
    const { of, records } = made.facts as { of: number; records: number };
    return {
      by: mostly(random, known, made, 0.95),
      about: [made.index],
      // Some come a second time.
      values: { of, from: random.whole(0, records), records: random.whole(1, 6), told: 'Open studio', isComplete: random.chance(0.6) },
    };
  },
  async send(operation, city) {
    const made = city.known.made(operation.about[0], 'import');
    if (!made) return null;
    const input = { importId: made.id, jsonLd: calendar(operation, city), isComplete: operation.values.isComplete };
    return mutate(city, city.known.people[operation.by]!, 'addToImport', input, IMPORT, operation);
  },
};

const cancel: Kind = {
  name: 'cancelImport',
  weight: 0.5,
  draw: (random, known) => {
    const made = some(random, known, 'import');
    return made && { by: mostly(random, known, made, 0.9), about: [made.index], values: {} };
  },
  async send(operation, city) {
    const made = city.known.made(operation.about[0], 'import');
    return made ? mutate(city, city.known.people[operation.by]!, 'cancelImport', { importId: made.id }, IMPORT, operation) : null;
  },
};

const RECORDS = `query($id: ID!) { importWork(id: $id) { id records(first: 20) { nodes { outcome event { id } } } } }`;

/** Importers look at what has come of it, and from then on people meet those events as any others. */
const look: Kind = {
  name: 'importWork',
  weight: 1.2,
  draw: (random, known) => {
    const made = some(random, known, 'import');
    return made && { by: mostly(random, known, made, 0.9), about: [made.index], values: {} };
  },
  async send({ by, about }, city) {
    const made = city.known.made(about[0], 'import');
    if (!made) return null;
    const { data } = await city.post(city.known.people[by]!, RECORDS, { id: made.id });
    const work = data?.importWork;
    if (work && by !== made.by) city.known.faults.push(`an import of ${made.by} is shown to ${by}`);
    return { code: work ? 'ImportWork' : 'NOTHING', success: Boolean(work), data: work };
  },
  learn({ index, by }, { data }, known) {
    const created = (data.records.nodes as { outcome: string; event: { id: string } | null }[]).filter(
      ({ outcome, event }) => outcome === 'CREATED' && event,
    );
    const met = created.find(({ event }) => !known.things.some(({ id }) => id === event!.id));
    if (met) known.add({ kind: 'event', index, id: met.event!.id, by, facts: {} });
  },
};

/** Calendars that come in by long work, while their importers do everything else. */
export const importKinds: readonly Kind[] = [start, add, cancel, look];
