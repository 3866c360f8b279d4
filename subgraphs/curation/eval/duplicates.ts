import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifierFigures, type Judgement } from '@marquee/platform/learning';
import { duplicateRisk, type Occasion } from '../src/modules/assessment/duplicate-risk';
import { BOUNDARIES } from '../src/modules/assessment/recommendation';
import { fingerprintOf } from '../src/modules/text/fingerprint';

interface Event {
  title: string;
  description: string;
  startsAt: Date;
  latitude: number;
  longitude: number;
  organiser: string;
}

const ORIGINALS = 300;
const NEAREST = 5;

/** How somebody else enters what is there already. */
const ENTERED_AGAIN: Readonly<Record<string, (event: Event) => Event>> = {
  'the same words': (event) => event,
  'a title in capitals, with the town': (event) => ({ ...event, title: `${event.title.toUpperCase()} - TORONTO` }),
  'half of the text': (event) => ({ ...event, description: event.description.slice(0, event.description.length / 2) }),
  'without a text': (event) => ({ ...event, description: '' }),
  'doors and not the beginning': (event) => ({ ...event, startsAt: new Date(event.startsAt.getTime() - 30 * 60_000) }),
  'the map’s other pin': (event) => ({ ...event, latitude: event.latitude + 0.0009, longitude: event.longitude - 0.0009 }),
  'words before and behind': (event) => ({
    ...event,
    title: `Tickets: ${event.title}`,
    description: `Reposted for our readers. ${event.description} See you there, and tell your friends about it.`,
  }),
  'another title': (event) => ({ ...event, title: event.description.split(' ').slice(0, 5).join(' ') }),
  'a title of two words, half of the text': (event) => ({
    ...event,
    title: event.title.split(' ').slice(0, 2).join(' '),
    description: event.description.slice(event.description.length / 2),
  }),
  'every fifth word another': (event) => ({
    ...event,
    description: event.description
      .split(' ')
      .map((word, n) => (n % 5 === 4 ? 'lovely' : word))
      .join(' '),
  }),
  'every tenth word lost': (event) => ({
    ...event,
    description: event.description
      .split(' ')
      .filter((_, n) => n % 10 !== 9)
      .join(' '),
  }),
};

/** Pairs of the demo calendar: made ones that are one occasion, and real ones that are none although they are near. */
export function duplicateFigures() {
  const events = read();
  const originals = events.filter((_, index) => index % Math.ceil(events.length / ORIGINALS) === 0);
  const kinds = Object.entries(ENTERED_AGAIN).map(([kind, again]) => ({
    kind,
    judged: originals.map((event, index) => judged(true, occasion(event, `original-${index}`), occasion(again(event), `again-${index}`))),
  }));
  const apart = originals.flatMap((event, index) => {
    const others = events
      .filter((other) => other !== event && isAnother(event, other))
      .sort((a, b) => nearness(event, b) - nearness(event, a));
    return others.slice(0, NEAREST).map((other) => judged(false, occasion(event, `original-${index}`), occasion(other, `other-${index}`)));
  });
  return {
    kinds,
    all: classifierFigures([...kinds.flatMap(({ judged: one }) => one), ...apart], BOUNDARIES.passDuplicate),
    apart: apart.length,
  };
}

const judged = (truth: boolean, one: Occasion, other: Occasion): Judgement => ({ truth, probability: duplicateRisk(one, other) });

const occasion = (event: Event, creatorId: string): Occasion => ({
  eventId: creatorId,
  creatorId: creatorId.startsWith('other') ? event.organiser : creatorId,
  startsAt: event.startsAt,
  venueId: null,
  latitude: event.latitude,
  longitude: event.longitude,
  ...fingerprintOf(event),
});

/** Another evening of a series, or something else: an other time or an other title. */
const isAnother = (event: Event, other: Event) =>
  Math.abs(event.startsAt.getTime() - other.startsAt.getTime()) > 3 * 3_600_000 ||
  event.title.split(' ')[0]!.toLowerCase() !== other.title.split(' ')[0]!.toLowerCase();

const nearness = (event: Event, other: Event) =>
  Number(event.organiser === other.organiser) +
  Number(Math.abs(event.latitude - other.latitude) < 0.001) +
  2 * Number(Math.abs(event.startsAt.getTime() - other.startsAt.getTime()) < 3_600_000);

function read(): Event[] {
  const file = join(__dirname, '../../../stack/data/toronto-events.jsonld');
  const records = JSON.parse(readFileSync(file, 'utf8')) as {
    name: string;
    description?: string;
    startDate: string;
    location?: { geo?: { latitude: number; longitude: number } };
    organizer?: { name?: string };
  }[];
  return records.flatMap(({ name, description = '', startDate, location, organizer }) =>
    location?.geo
      ? [
          {
            title: name,
            description: description.replace(/<[^>]+>/g, ' '),
            startsAt: new Date(startDate),
            latitude: Number(location.geo.latitude),
            longitude: Number(location.geo.longitude),
            organiser: organizer?.name ?? '',
          },
        ]
      : [],
  );
}
