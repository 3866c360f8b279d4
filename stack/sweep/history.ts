import type { Random } from '../src/world/random';
import type { City } from './city';
import type { Known } from './known';

/** One operation of a history. It refers to others by their index, so that it means the same when some of them are left out. */
export interface Operation {
  index: number;
  kind: string;
  /** The person who sends it, by number. */
  by: number;
  /** Operations that made what this one is about, or numbers of people: the kind knows which. */
  about: number[];
  values: Record<string, unknown>;
  /** Sent with an idempotency key of its own, and twice at once: both must get the same. */
  twice: boolean;
}

/** Operations that are sent at once. */
export type Round = Operation[];

/** What came back. */
export interface Outcome {
  /** The success type, the refusal's code or an error's code. */
  code: string;
  success: boolean;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind reads the shape that it asked for
  data: any;
}

export type Drawn = Pick<Operation, 'by' | 'about' | 'values'>;

/** Something that people do. */
export interface Kind {
  name: string;
  /** How often, relative to the others. */
  weight: number;
  /** Draws one operation from what is known; null when there is nothing to do it to. */
  draw(random: Random, known: Known): Drawn | null;
  /** Sends it. Null: what it is about was never made, as in a shortened history. */
  send(operation: Operation, city: City): Promise<Outcome | null>;
  /** Remembers what a success made. */
  learn?(operation: Operation, outcome: Outcome, known: Known): void;
}
