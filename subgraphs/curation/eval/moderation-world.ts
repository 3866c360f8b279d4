import { hidesEvent, type Counted } from '../src/modules/flag/flag-rings';
import { flagWeight } from '../src/modules/flag/flag-weight';

/** Who may hide: weighed flags (ours), any three flags, or nobody but curators. */
export type Rule = 'WEIGHED' | 'COUNTED' | 'NONE';

/** What a month came to. */
export interface Outcome {
  /** How long bad events were on show, from their publication to when they were hidden or taken down. */
  medianHours: number;
  meanHours: number;
  /** Good events that flags hid, and for how long in all. */
  goodHidden: number;
  goodHiddenHours: number;
  decisions: number;
}

interface Person {
  ring: number | null;
  upheld: number;
  dismissed: number;
  ties: Set<string>;
}

interface Happening {
  bad: boolean;
  at: number;
  flags: { person: number; weight: number; ties: readonly string[] }[];
  hiddenAt: number | null;
  downAt: number | null;
  queuedAt: number | null;
  shownHours: number;
  judged: boolean;
}

const [PEOPLE, BAD, RINGS, HOURS] = [2_000, 0.05, 5, 30 * 24];
const [CURATORS, ERROR, AN_HOUR] = [10, 0.08, 1];
/** Of those who look at an event in an hour: who flags it, rightly and by mistake. */
const [LOOKS, FLAGS_BAD, FLAGS_GOOD] = [12, 0.06, 0.0015];
const [EVENTS_AN_HOUR, SHARE_BAD, ATTACK_AN_HOUR] = [2, 0.05, 0.08];
/** Working hours of curators: they sleep at night. */
const AWAKE = (hour: number) => hour % 24 >= 8 && hour % 24 < 20;
const NOW = new Date(0);
const STANDING = { registeredAt: new Date(-1e9), addressVerified: true, attended: 0, isLimited: false, isStaff: false };

/** A month, hour by hour. The same seed gives the same people and events whatever the rule. */
export function simulate(seed: number, rule: Rule): Outcome {
  const random = seeded(seed);
  const people = makePeople(random);
  const events: Happening[] = [];
  let decisions = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    for (let n = 0; n < EVENTS_AN_HOUR; n++)
      events.push({
        ...{ bad: random() < SHARE_BAD, at: hour, flags: [], hiddenAt: null, downAt: null },
        ...{ queuedAt: null, shownHours: 0, judged: false },
      });
    const onShow = events.filter(({ at, hiddenAt, downAt }) => hour - at < 96 && hiddenAt === null && downAt === null);
    for (const event of onShow) {
      event.shownHours++;
      for (let look = 0; look < LOOKS; look++) {
        const [person, luck] = [Math.floor(random() * PEOPLE), random()];
        const { ring } = people[person]!;
        if (ring === null ? luck < (event.bad ? FLAGS_BAD : FLAGS_GOOD) : luck < 0.002) raise(event, person, people, rule, hour);
      }
    }
    // A ring turns on a good event, all of it within the hour.
    if (random() < ATTACK_AN_HOUR) {
      const target = onShow.filter(({ bad }) => !bad)[Math.floor(random() * onShow.length)];
      const ring = Math.floor(random() * RINGS);
      if (target) people.forEach((person, index) => person.ring === ring && raise(target, index, people, rule, hour));
    }
    if (!AWAKE(hour)) continue;
    const waiting = events.filter(({ queuedAt }) => queuedAt !== null).sort((one, other) => urgency(other, hour) - urgency(one, hour));
    for (const event of waiting.slice(0, CURATORS * AN_HOUR)) {
      decisions++;
      decide(event, people, random() < ERROR ? !event.bad : event.bad, hour);
    }
  }
  return outcome(events, decisions);
}

/** Rings earn some standing: half of each were let in by one organiser of theirs, all have flagged one bait. */
function makePeople(random: () => number): Person[] {
  return Array.from({ length: PEOPLE }, (_, index) => {
    const ring = index < PEOPLE * BAD ? index % RINGS : null;
    const evenings = Math.floor(random() * 4);
    const ties = new Set(
      ring === null
        ? Array.from({ length: evenings }, () => `evening ${Math.floor(random() * 300)}`)
        : [`bait ${ring}`, ...(random() < 0.5 ? [`evening of ring ${ring}`] : [])],
    );
    return { ring, upheld: ring === null ? 0 : 1, dismissed: 0, ties };
  });
}

function raise(event: Happening, person: number, people: readonly Person[], rule: Rule, hour: number): void {
  if (event.flags.some((flag) => flag.person === person) || event.downAt !== null) return;
  const { ties, ...record } = people[person]!;
  event.flags.push({ person, weight: flagWeight(record, STANDING, NOW), ties: [...ties] });
  event.queuedAt ??= hour;
  if (event.hiddenAt === null && hides(event.flags, rule)) event.hiddenAt = hour;
}

function hides(flags: readonly Counted[], rule: Rule): boolean {
  if (rule === 'NONE') return false;
  return rule === 'COUNTED' ? flags.length >= 3 : hidesEvent(flags, { threshold: 3, people: 3 });
}

/** As the queue does: by the weight of flags and by waiting. */
const urgency = ({ flags, queuedAt }: Happening, hour: number): number =>
  16 *
    Math.min(
      3,
      flags.reduce((sum, { weight }) => sum + weight, 0),
    ) +
  (hour - queuedAt!);

function decide(event: Happening, people: readonly Person[], down: boolean, hour: number): void {
  for (const { person } of event.flags) {
    const one = people[person]!;
    if (down) {
      one.upheld++;
      one.ties.add(`flag ${event.at}/${event.shownHours}`);
    } else one.dismissed++;
  }
  if (!event.bad && event.hiddenAt !== null) hiddenHours.set(event, (hiddenHours.get(event) ?? 0) + hour - event.hiddenAt);
  event.flags = [];
  event.queuedAt = null;
  event.judged = true;
  if (down) event.downAt = hour;
  else event.hiddenAt = null;
}

/** Of good events. */
const hiddenHours = new WeakMap<Happening, number>();

function outcome(events: readonly Happening[], decisions: number): Outcome {
  const bad = events
    .filter((event) => event.bad && event.at < HOURS - 96)
    .map(({ shownHours }) => shownHours)
    .sort((a, b) => a - b);
  const hidden = events.filter((event) => !event.bad && (hiddenHours.has(event) || event.hiddenAt !== null));
  return {
    medianHours: bad[Math.floor(bad.length / 2)] ?? 0,
    meanHours: bad.reduce((sum, hours) => sum + hours, 0) / Math.max(1, bad.length),
    goodHidden: hidden.length,
    goodHiddenHours: hidden.reduce((sum, event) => sum + (hiddenHours.get(event) ?? HOURS - event.hiddenAt!), 0),
    decisions,
  };
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
