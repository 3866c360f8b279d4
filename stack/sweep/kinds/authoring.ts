import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

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

const createSeries: Kind = {
  name: 'createSeries',
  weight: 1.5,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { inHours: random.whole(2, 72), rule: random.pick(['FREQ=DAILY;COUNT=3', 'FREQ=WEEKLY', 'FREQ=DAILY;INTERVAL=3']) },
  }),
  send(operation, city) {
    const { by, values, index } = operation;
    const at = city.now().getTime() + (values.inHours as number) * 3_600_000;
    const content = {
      title: `Evening class ${index}`,
      description: `Evening class number ${index} for beginners, with everything that is needed on the table. Everybody who comes is welcome, and step-free access is from the lane.`,
      ...{ timezone: 'UTC', categorySlug: 'music', durationMinutes: 60, capacity: 4 },
    };
    const schedule = { start: new Date(at).toISOString().slice(0, 19), rule: values.rule };
    return mutate(city, city.known.people[by]!, 'createSeries', { content, schedule }, 'event { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'event', index, id: data.event.id, by, facts: {} }),
};

const PREVIEW = 'query($input: UpdateSeriesInput!) { previewSeriesChange(input: $input) { __typename } }';

/** A change of a series; or what it would do, which changes nothing. */
const updateSeries = (name: 'updateSeries' | 'previewSeriesChange', weight: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { scope: random.pick(['THIS', 'THIS_AND_FOLLOWING', 'ALL']), capacity: random.whole(1, 6) };
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const person = city.known.people[operation.by]!;
    const { scope, capacity } = operation.values;
    const query = 'query($id: ID!) { event(id: $id) { series { occurrences(first: 20) { nodes { id version } } } } }';
    const nodes = (await city.post(person, query, { id: event.id })).data?.event?.series?.occurrences?.nodes as {
      id: string;
      version: number;
    }[];
    const one = nodes?.[Math.floor(nodes.length / 2)];
    if (!one) return null;
    const input = { eventId: one.id, version: one.version, scope, changes: { capacity } };
    if (name === 'updateSeries') return mutate(city, person, name, input, 'event { id }', operation);
    const preview = await city.post(person, PREVIEW, { input });
    const [fault] = preview.errors ?? [];
    const code = fault?.extensions?.code ?? (preview.data?.previewSeriesChange ? 'SeriesChangePreview' : 'NOTHING');
    if (code === 'INTERNAL_SERVER_ERROR') city.known.faults.push(`previewSeriesChange ${JSON.stringify(input)}: ${fault!.message}`);
    return { code, success: !fault && preview.data?.previewSeriesChange !== null, data: null };
  },
});

/** What organisers do beside making and changing events. */
export const authoringKinds: readonly Kind[] = [
  rollback,
  createSeries,
  updateSeries('updateSeries', 1.5),
  updateSeries('previewSeriesChange', 1),
];
