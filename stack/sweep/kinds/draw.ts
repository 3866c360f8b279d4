import type { Random } from '../../src/world/random';
import type { Known, Thing, ThingKind } from '../known';

/** Any person, by number. */
export const anyone = (random: Random, known: Known): number => random.whole(0, known.people.length - 1);

/** A thing of the kind, newer ones more likely: what is over and done with is not all that is tried. */
export function some(random: Random, known: Known, kind: ThingKind): Thing | null {
  const things = known.of(kind);
  if (things.length === 0) return null;
  const recent = random.chance(0.7) ? things.slice(-5) : things;
  return random.pick(recent);
}

/** Mostly the person who made it, sometimes anybody: rights must hold as well as be there. */
export const mostly = (random: Random, known: Known, thing: Thing, chance = 0.8): number =>
  random.chance(chance) ? thing.by : anyone(random, known);
