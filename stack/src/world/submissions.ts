import type { SeedEvent } from '@marquee/events/seed';
import type { Person } from './people';
import { namedId, Random } from './random';

const DAY = 86_400_000;
const HOUR = 3_600_000;

interface Outline {
  title: string;
  description: string;
  categorySlug: string;
  tags: string[];
  place: [name: string, address: string, latitude: number, longitude: number];
  priceMinor?: number;
  capacity?: number;
}

/** What people of the demo world put on themselves. The spam is there so that curators have something to refuse. */
const OUTLINES: Outline[] = [
  {
    title: 'Porch songs on Euclid Avenue',
    description:
      'Three songwriters, one porch, no amplifiers. Bring a blanket and sit on the lawn; we begin at seven and end before the neighbours want to sleep. Lemonade by the children of number 214. If it rains we move into the garage.',
    categorySlug: 'music',
    tags: ['acoustic', 'outdoor', 'neighbours'],
    place: ['A porch', '214 Euclid Ave', 43.6537, -79.4109],
    capacity: 40,
  },
  {
    title: 'Sourdough for people who kill their starters',
    description:
      'A patient evening for eight people: we mix, fold, shape and bake, and you take home a loaf and a starter with a name. Aprons and flour are here; bring a jar. The kitchen is step-free.',
    categorySlug: 'workshops',
    tags: ['bread', 'hands-on', 'beginners'],
    place: ['Kitchen 24', '24 Ryerson Ave', 43.6484, -79.4043],
    priceMinor: 4500,
    capacity: 8,
  },
  {
    title: 'Night walk along the Don',
    description:
      'Two hours on foot from Riverdale to the Brick Works with a naturalist: bats, owls if we are lucky, and the sound of a city that has gone to bed. Good shoes, a red light, no dogs.',
    categorySlug: 'outdoors',
    tags: ['walk', 'nature', 'night'],
    place: ['Riverdale Park East footbridge', '550 Broadview Ave', 43.6694, -79.3573],
    capacity: 20,
  },
  {
    title: 'Open table: board games for strangers',
    description:
      'Come alone or as four. We explain one short game and one long one each evening, mix the tables after an hour, and nobody has to win. Tea and crisps for a small donation.',
    categorySlug: 'games',
    tags: ['board-games', 'newcomers-welcome'],
    place: ['The Long Table', '1091 Bathurst St', 43.6705, -79.4134],
    capacity: 30,
  },
  {
    title: 'Short films from the east end',
    description:
      'Eleven films of under ten minutes by people who live east of the Don, with the makers in the room. Subtitles on all films. Doors at six, first film at half past six, a break with soup.',
    categorySlug: 'film',
    tags: ['short-films', 'local', 'premiere'],
    place: ['The Lantern Room', '12 Story Lane', 43.6651, -79.347],
    priceMinor: 1200,
    capacity: 60,
  },
  {
    title: 'MAKE $$$ FAST!!! FREE crypto seminar — LIMITED SPOTS',
    description: 'CLICK NOW!!! Guaranteed 300% returns every week!!! Text WIN to claim your FREE bonus!!! Limited offer, act now, no risk, buy buy buy www.win.example',
    categorySlug: 'talks',
    tags: ['free', 'money', 'crypto'],
    place: ['Online', 'everywhere', 43.65, -79.38],
  },
  { title: 'party', description: 'come', categorySlug: 'nightlife', tags: [], place: ['my place', 'downtown', 43.6532, -79.3832] },
]; // prettier-ignore

/** Some are published and run by the demo organiser, some wait in the curators' queue, one is still a draft. */
export function makeSubmissions(seed: string, people: readonly Person[], now: Date): SeedEvent[] {
  const random = new Random(`${seed}/submissions`);
  const organiser = people.find((person) => person.username === 'organiser')!;
  const members = people.filter((person) => person.organizerName === null && !person.demo);
  return OUTLINES.map((outline, index) => {
    const [name, address, latitude, longitude] = outline.place;
    const startsAt = new Date(Math.ceil((now.getTime() + (4 + index * 3) * DAY) / HOUR) * HOUR);
    const money = outline.priceMinor === undefined ? null : { amountMinor: outline.priceMinor, currency: 'CAD' };
    return {
      id: namedId(seed, 'submission', outline.title),
      creatorId: index < 4 || members.length === 0 ? organiser.id : random.pick(members).id,
      status: index < 2 ? 'PUBLISHED' : index === 3 ? 'DRAFT' : 'PENDING_REVIEW',
      title: outline.title,
      description: outline.description,
      categorySlug: outline.categorySlug,
      tags: outline.tags,
      startsAt,
      endsAt: new Date(startsAt.getTime() + 2 * HOUR),
      timezone: 'America/Toronto',
      venue: { name, address, city: 'Toronto', latitude, longitude },
      price: money ? { type: 'PAID', min: money, max: money } : { type: 'FREE', min: null, max: null },
      capacity: outline.capacity ?? null,
      createdAt: new Date(now.getTime() - (2 + index) * DAY),
    };
  });
}
