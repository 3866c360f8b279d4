import { randomUUID } from 'node:crypto';
import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const TYPES = ['IMPRESSION', 'VIEW', 'CLICK', 'SHARE'] as const;
const CHANNELS = ['LINK', 'EMAIL', 'MESSAGE', 'QR_CODE'] as const;

/** An app has a name of its own for each of its users, and goes on with it when they are signed out. */
const sessions = new Map<string, string>();
function sessionOf(personId: string): string {
  if (!sessions.has(personId)) sessions.set(personId, randomUUID());
  return sessions.get(personId)!;
}

/** What an app tells of somebody, a few deeds at once; some are told again. */
const track: Kind = {
  name: 'trackInteractions',
  weight: 3,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const deeds = Array.from({ length: random.whole(1, 4) }, () => ({ type: random.pick(TYPES), name: `d${random.whole(0, 60)}` }));
    return event && { by: anyone(random, known), about: [event.index], values: { deeds, searched: random.chance(0.3) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const person = city.known.people[operation.by]!;
    const at = city.now().toISOString();
    const { deeds, searched } = operation.values as { deeds: { type: string; name: string }[]; searched: boolean };
    const names = new Map(deeds.map((deed) => [deed.name, deed]));
    const interactions = [
      ...[...names.values()].map(({ type, name }) => ({ clientId: name, type, at, eventId: event.id, source: 'FEED' })),
      ...(searched
        ? [
            {
              clientId: `s${operation.index}`,
              type: 'SEARCH',
              at,
              source: 'SEARCH',
              query: 'lantern',
              resultCount: 0,
              referenceId: `s${operation.index}`,
            },
          ]
        : []),
    ];
    const input = { interactions, session: sessionOf(person.id), consent: true, platform: 'WEB' };
    return mutate(city, person, 'trackInteractions', input, 'recorded', operation);
  },
};

const personalize: Kind = {
  name: 'setPersonalization',
  weight: 0.5,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { enabled: random.chance(0.6) } }),
  send: (operation, city) =>
    mutate(city, city.known.people[operation.by]!, 'setPersonalization', operation.values, 'personalization { enabled }', operation),
};

const saveSearch: Kind = {
  name: 'saveSearch',
  weight: 1.5,
  draw: (random, known) => ({
    by: anyone(random, known),
    about: [],
    values: { query: random.pick(['walk', 'evening', 'market', 'night']), alert: random.pick(['NONE', 'IMMEDIATE', 'IMMEDIATE', 'DAILY']) },
  }),
  send: (operation, city) => {
    const input = { name: `Search ${operation.index}`, ...operation.values };
    return mutate(city, city.known.people[operation.by]!, 'saveSearch', input, 'search { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'search', index, id: data.search.id, by, facts: {} }),
};

const changeSearch: Kind = {
  name: 'updateSavedSearch',
  weight: 0.7,
  draw: (random, known) => {
    const search = some(random, known, 'search');
    const values = { version: random.whole(1, 3), alert: random.pick(['NONE', 'IMMEDIATE', 'WEEKLY']) };
    return search && { by: mostly(random, known, search), about: [search.index], values };
  },
  async send(operation, city) {
    const search = city.known.made(operation.about[0], 'search');
    const input = { searchId: search?.id, ...operation.values };
    return search ? mutate(city, city.known.people[operation.by]!, 'updateSavedSearch', input, 'search { id }', operation) : null;
  },
};

const deleteSearch: Kind = {
  name: 'deleteSavedSearch',
  weight: 0.4,
  draw: (random, known) => {
    const search = some(random, known, 'search');
    return search && { by: mostly(random, known, search), about: [search.index], values: {} };
  },
  async send(operation, city) {
    const search = city.known.made(operation.about[0], 'search');
    return search
      ? mutate(city, city.known.people[operation.by]!, 'deleteSavedSearch', { searchId: search.id }, 'deletedId', operation)
      : null;
  },
};

const share: Kind = {
  name: 'shareEvent',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: anyone(random, known), about: [event.index], values: { channel: random.pick(CHANNELS) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, ...operation.values };
    return event ? mutate(city, city.known.people[operation.by]!, 'shareEvent', input, 'share { token }', operation) : null;
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'share', index, id: data.share.token, by, facts: {} }),
};

const follow: Kind = {
  name: 'followShare',
  weight: 1,
  draw: (random, known) => {
    const shared = some(random, known, 'share');
    return shared && { by: anyone(random, known), about: [shared.index], values: {} };
  },
  async send(operation, city) {
    const shared = city.known.made(operation.about[0], 'share');
    return shared ? mutate(city, city.known.people[operation.by]!, 'followShare', { token: shared.id }, 'channel', operation) : null;
  },
};

/** A look at the feed: what a person swiped left or answered is not in it. */
const feed: Kind = {
  name: 'eventFeed',
  weight: 1.5,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  async send(operation, city) {
    const person = city.known.people[operation.by]!;
    const { data, errors } = await city.post(person, '{ eventFeed { nodes { event { id status viewerSwipe } } } }');
    if (errors || !data) return { code: (errors?.[0]?.extensions?.code as string | undefined) ?? 'NONE', success: false, data: null };
    const shown = data.eventFeed.nodes as { event: { id: string; status: string; viewerSwipe: string | null } }[];
    const ids = shown.map(({ event }) => event.id);
    if (new Set(ids).size < ids.length) city.known.faults.push(`the feed of ${person.username} shows an event twice`);
    return { code: 'EventFeedSuccess', success: true, data: null };
  },
};

/** An administrator makes two places one. */
const merge: Kind = {
  name: 'mergeVenues',
  weight: 0.4,
  draw: (random) => ({ by: 0, about: [], values: { kept: random.whole(0, 9), merged: random.whole(0, 9) } }),
  async send(operation, city) {
    const venues = await city.rows<{ id: string }>('events', `SELECT id FROM venues WHERE scope = 'shared' ORDER BY name, id LIMIT 10`);
    const [kept, merged] = [venues[operation.values.kept as number], venues[operation.values.merged as number]];
    if (!kept || !merged) return null;
    const input = { keptId: kept.id, mergedId: merged.id };
    return mutate(city, city.known.staff.admin, 'mergeVenues', input, 'venue { id }', operation);
  },
};

/** Whether who went out may come in again. */
const reentry: Kind = {
  name: 'setEventRegistration',
  weight: 0.8,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values: { allowReentry: random.chance(0.5) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const input = { eventId: event.id, ...operation.values };
    return mutate(city, city.known.people[operation.by]!, 'setEventRegistration', input, 'event { id }', operation);
  },
};

/** Finding events, and what is written down of it. */
export const discoveryKinds: readonly Kind[] = [
  track,
  personalize,
  saveSearch,
  changeSearch,
  deleteSearch,
  share,
  follow,
  feed,
  merge,
  reentry,
];
