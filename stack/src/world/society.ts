import type { Person } from './people';
import { namedId, Random } from './random';

/** What the world generator needs to know of an event that was imported. */
export interface WorldEvent {
  id: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  categorySlug: string;
  creatorId: string;
  capacity: number | null;
  latitude: number | null;
  longitude: number | null;
  price: { type: 'FREE' | 'PAID' | 'DONATION' | 'UNKNOWN'; minMinor: number | null; currency: string | null };
}

export interface Friendship {
  id: string;
  requesterId: string;
  addresseeId: string;
  status: 'PENDING' | 'ACCEPTED';
  since: Date;
}

export interface Guest {
  id: string;
  eventId: string;
  userId: string;
  status: 'INTERESTED' | 'GOING' | 'MAYBE';
  visibility: 'PUBLIC' | 'FRIENDS' | 'PRIVATE';
  checkedInAt: Date | null;
  at: Date;
}

export interface WorldReview {
  id: string;
  eventId: string;
  authorId: string;
  rating: number;
  text: string;
  at: Date;
}

export interface WorldGroup {
  id: string;
  name: string;
  description: string;
  privacy: 'PUBLIC' | 'PRIVATE';
  ownerId: string;
  memberIds: string[];
  messages: { senderId: string; text: string; at: Date }[];
}

export interface EventTalk {
  eventId: string;
  messages: { senderId: string; text: string; at: Date }[];
}

export interface Purchase {
  id: string;
  eventId: string;
  buyerId: string;
  quantity: number;
  at: Date;
}

export interface Society {
  friendships: Friendship[];
  guests: Guest[];
  reviews: WorldReview[];
  groups: WorldGroup[];
  talks: EventTalk[];
  purchases: Purchase[];
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

const GOOD = [
  'Warm room, good sound, would come again.',
  'Better than the description promised.',
  'Friendly people at the door and a full house.',
  'Left with a smile and two new friends.',
  'Well run, on time, worth the trip.',
];
const FAIR = ['Nice idea, a bit crowded.', 'Good, but it began half an hour late.', 'Fine for an evening; the seats could be softer.'];
const POOR = ['Hard to find, and no one at the entrance knew about it.', 'Too loud to talk and too short for the price.'];
const SMALL_TALK = [
  'Who else is coming?', 'I have been looking forward to this for weeks.', 'Is there a place to leave bikes?', 'Yes, right beside the entrance.',
  'Shall we meet ten minutes early?', 'I will be the one with the green scarf.', 'Does anybody know how long it takes?', 'About two hours, last time.',
  'See you there!', 'Thanks for organising this.', 'Can I bring a friend?', 'The streetcar is diverted tonight, leave early.',
]; // prettier-ignore
const GROUPS: [name: string, interest: string, description: string][] = [
  ['East End Music Walks', 'music', 'Small stages east of the Don, one a week.'],
  ['Museum Mornings', 'museums', 'Coffee first, then one room, slowly.'],
  ['Toronto Night Runners', 'running', 'Easy pace, waterfront, every Wednesday.'],
  ['Film and Dumplings', 'film', 'A film, then dumplings, then arguments.'],
  ['Crafts on Sundays', 'crafts', 'Bring what you are making.'],
  ['Comedy Scouts', 'comedy', 'We sit in the front row so that you need not.'],
  ['Families Outdoors', 'outdoors', 'Ravines, puddles, snacks.'],
  ['Market Mornings', 'markets', 'Farmers markets by bike.'],
  ['Readers of the West', 'literature', 'One short book a month.'],
  ['Dance Floor Friends', 'dance', 'Beginners very welcome.'],
  ['History on Foot', 'history', 'Walks with someone who has read about it.'],
  ['Game Table', 'games', 'Board games, no grudges.'],
];

/** A believable few hundred people: friends of like taste and place, guests, reviews, groups, talk, tickets. The same for the same seed. */
export function makeSociety(seed: string, people: readonly Person[], events: readonly WorldEvent[], now: Date): Society {
  const members = people.filter((person) => person.organizerName === null);
  const friendships = befriend(new Random(`${seed}/friends`), seed, members, now);
  const guests = invite(new Random(`${seed}/guests`), seed, members, events, now);
  return {
    friendships,
    guests,
    reviews: review(new Random(`${seed}/reviews`), seed, guests, events),
    groups: gather(new Random(`${seed}/groups`), seed, members, now),
    talks: chat(new Random(`${seed}/talks`), guests, events, now),
    purchases: sell(new Random(`${seed}/tickets`), seed, guests, events, now),
  };
}

/** Everybody knows a handful of people, rather those of like taste nearby; a few requests are still open. */
function befriend(random: Random, seed: string, members: readonly Person[], now: Date): Friendship[] {
  const found = new Map<string, Friendship>();
  for (const person of members) {
    const wanted = person.demo ? 12 : Math.round(2 + person.activityLevel * 0.8);
    const others = random.some(members, 40).filter((other) => other.id !== person.id);
    for (let n = 0; n < wanted && others.length; n++) {
      const other = random.weighted(others, (candidate) => closeness(person, candidate));
      const pair = [person.id, other.id].sort().join();
      if (found.has(pair)) continue;
      found.set(pair, {
        id: namedId(seed, 'friendship', pair),
        requesterId: person.id,
        addresseeId: other.id,
        status: random.chance(0.9) ? 'ACCEPTED' : 'PENDING',
        since: new Date(now.getTime() - random.whole(1, 29) * DAY),
      });
    }
  }
  return [...found.values()];
}

function closeness(a: Person, b: Person): number {
  const shared = a.interests.filter((interest) => b.interests.includes(interest)).length;
  const apart = Math.hypot((a.location.latitude - b.location.latitude) * 111, (a.location.longitude - b.location.longitude) * 80);
  return (0.1 + shared) / (1 + apart / 5);
}

/** A few events are crowded and most are small, as in life; tastes and distance decide who goes. Capacity is kept. */
function invite(random: Random, seed: string, members: readonly Person[], events: readonly WorldEvent[], now: Date): Guest[] {
  const guests: Guest[] = [];
  for (const event of events) {
    const past = event.endsAt < now;
    const pull = Math.min(60, Math.floor(1.5 / Math.sqrt(random.next() + 0.0006)));
    const interested = random.some(members, Math.min(members.length, pull * 4));
    const liking = interested.filter((person) => person.interests.includes(event.categorySlug) || random.chance(0.25)).slice(0, pull);
    let places = event.capacity ?? Infinity;
    for (const person of liking) {
      const wish = past
        ? 'GOING'
        : random.weighted(['GOING', 'INTERESTED', 'MAYBE'] as const, (status) => ({ GOING: 5, INTERESTED: 4, MAYBE: 1 })[status]);
      const status = wish === 'GOING' && places <= 0 ? 'INTERESTED' : wish;
      if (status === 'GOING') places--;
      guests.push({
        id: namedId(seed, 'guest', event.id, person.id),
        eventId: event.id,
        userId: person.id,
        status,
        visibility: random.weighted(
          ['PUBLIC', 'FRIENDS', 'PRIVATE'] as const,
          (visibility) => ({ PUBLIC: 3, FRIENDS: 4, PRIVATE: 3 })[visibility],
        ),
        checkedInAt:
          past && status === 'GOING' && random.chance(0.8) ? new Date(event.startsAt.getTime() + random.whole(-20, 40) * 60_000) : null,
        at: new Date(Math.min(now.getTime() - HOUR, event.startsAt.getTime() - random.whole(1, 20) * DAY)),
      });
    }
  }
  return guests;
}

function review(random: Random, seed: string, guests: readonly Guest[], events: readonly WorldEvent[]): WorldReview[] {
  const ends = new Map(events.map((event) => [event.id, event.endsAt]));
  return guests
    .filter((guest) => guest.checkedInAt && random.chance(0.35))
    .map((guest) => {
      const rating = random.weighted([1, 2, 3, 4, 5], (stars) => [1, 2, 5, 12, 10][stars - 1]!);
      return {
        id: namedId(seed, 'review', guest.eventId, guest.userId),
        eventId: guest.eventId,
        authorId: guest.userId,
        rating,
        text: random.pick(rating >= 4 ? GOOD : rating === 3 ? FAIR : POOR),
        at: new Date(ends.get(guest.eventId)!.getTime() + random.whole(2, 60) * HOUR),
      };
    });
}

function gather(random: Random, seed: string, members: readonly Person[], now: Date): WorldGroup[] {
  return GROUPS.map(([name, interest, description], index) => {
    const fans = members.filter((person) => person.interests.includes(interest) || person.demo);
    const joined = random.some(fans, random.whole(8, 24));
    const owner = joined[0]!;
    return {
      id: namedId(seed, 'group', name),
      name,
      description,
      privacy: index % 4 === 3 ? 'PRIVATE' : 'PUBLIC',
      ownerId: owner.id,
      memberIds: joined.slice(1).map((person) => person.id),
      messages: conversation(
        random,
        joined.map((person) => person.id),
        random.whole(6, 30),
        now,
      ),
    };
  });
}

/** The rooms of the busiest events to come are already talking. */
function chat(random: Random, guests: readonly Guest[], events: readonly WorldEvent[], now: Date): EventTalk[] {
  const going = new Map<string, string[]>();
  for (const guest of guests) if (guest.status === 'GOING') going.set(guest.eventId, [...(going.get(guest.eventId) ?? []), guest.userId]);
  return events
    .filter((event) => event.startsAt > now && (going.get(event.id)?.length ?? 0) >= 5)
    .slice(0, 120)
    .map((event) => ({ eventId: event.id, messages: conversation(random, going.get(event.id)!, random.whole(3, 14), now) }));
}

function conversation(random: Random, people: readonly string[], length: number, now: Date) {
  let at = now.getTime() - random.whole(24, 24 * 9) * HOUR;
  const step = (now.getTime() - at) / (length + 1);
  return Array.from({ length }, () => ({
    senderId: random.pick(people),
    text: random.pick(SMALL_TALK),
    at: new Date((at += step * (0.5 + random.next() * 0.5))),
  }));
}

/** Who goes to a paid event to come has mostly bought a ticket. */
function sell(random: Random, seed: string, guests: readonly Guest[], events: readonly WorldEvent[], now: Date): Purchase[] {
  const paid = new Map(
    events
      .filter((event) => event.price.type === 'PAID' && event.price.minMinor !== null && event.startsAt > now)
      .map((event) => [event.id, event]),
  );
  return guests
    .filter((guest) => guest.status === 'GOING' && paid.has(guest.eventId) && random.chance(0.7))
    .map((guest) => ({
      id: namedId(seed, 'order', guest.eventId, guest.userId),
      eventId: guest.eventId,
      buyerId: guest.userId,
      quantity: random.chance(0.8) ? 1 : 2,
      at: guest.at,
    }));
}
