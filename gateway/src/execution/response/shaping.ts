import type { GraphQLFormattedError } from 'graphql';
import type { Fields } from '../../objects';
import type { ResponsePath } from '../response-paths';
import type { Run } from '../run';
import { JsonWriter } from './json-writer';

/**
 * What became of a value. `null` is not written: the parent decides what stands in its place. `failed` was reported and becomes null, and
 * so does the parent of a non-null position. A part of a failed value may have been written.
 */
export type Outcome = 'written' | 'null' | 'failed';

/** Writes the value, which stands at the first `depth` legs of the path. */
export type Complete = (value: unknown, shaping: Shaping, depth: number) => Outcome;

/** What the shaper of one execution keeps while it walks the data. */
export interface Shaping {
  readonly out: JsonWriter;
  readonly path: (string | number)[];
  /** Values of the fields that the gateway resolves itself (__schema and __type), by response key. */
  readonly introspection: Fields | null;
  /** Objects of which a subgraph said that there is none; null when there are none. */
  readonly absent: ReadonlySet<unknown> | null;
  /** Objects for which something could not be asked. Null where nothing that is missing is to be told: a call failed, and its errors say so. */
  readonly unasked: ReadonlySet<unknown> | null;
  /** How many values have failed so far. */
  faults: number;
  /** Null when nothing stands in several places. */
  readonly shared: Shared | null;
  report(message: string, path: ResponsePath): void;
}

/** A response is shaped in one go, so all can use the same writer. */
const out = new JsonWriter();

export function beginShaping(
  { absent, unasked, lost, shares, shared }: Pick<Run, 'absent' | 'unasked' | 'lost' | 'shares' | 'shared'>,
  introspection: Fields | null,
  report: Shaping['report'],
): Shaping {
  out.clear();
  return {
    out,
    path: [],
    introspection,
    absent: absent.size ? absent : null,
    unasked: lost ? null : unasked,
    faults: 0,
    shared: shares ? new Shared(shared) : null,
    report,
  };
}

/** Equal entities share their objects and everything below these: that is written once for each selection, and then copied. */
class Shared {
  private readonly written = new Map<Complete, Map<unknown, Stretch>>();

  constructor(private readonly objects: ReadonlySet<unknown>) {}

  isKnown(object: unknown): boolean {
    return this.objects.has(object);
  }

  /** Writes the value once and copies it later, unless it has an error, which must be reported at each place. */
  once(complete: Complete, value: unknown, shaping: Shaping, depth: number): Outcome {
    let stretches = this.written.get(complete);
    if (!stretches) this.written.set(complete, (stretches = new Map()));
    const known = stretches.get(value);
    if (known) {
      shaping.out.copy(known.from, known.to);
      return 'written';
    }
    const { faults } = shaping;
    const from = shaping.out.length;
    const outcome = complete(value, shaping, depth);
    if (outcome === 'written' && shaping.faults === faults) stretches.set(value, { from, to: shaping.out.length });
    return outcome;
  }

  /** To be called when something fails: the text that was written may be taken back. */
  forget(): void {
    this.written.clear();
  }
}

/** A part of the output. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function fail(shaping: Shaping, depth: number, message: string): Outcome {
  shaping.faults++;
  shaping.report(message, shaping.path.slice(0, depth));
  shaping.shared?.forget();
  return 'failed';
}

/** A service that answers nonsense has one error for each place, but not more often than this. */
const MAX_ERRORS = 100;

/** Collects the shaper's reports, except those that an error of a subgraph already explains. */
export function shapeErrors(known: readonly GraphQLFormattedError[]): { errors: GraphQLFormattedError[]; report: Shaping['report'] } {
  const errors: GraphQLFormattedError[] = [];
  return {
    errors,
    report(message, path) {
      if (errors.length === MAX_ERRORS || known.some((error) => explains(error.path, path))) return;
      errors.push({ message, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    },
  };
}

/** An error above (its whole object is missing) or below (a subgraph propagated the null) explains a null. */
function explains(errorPath: ResponsePath | undefined, path: ResponsePath): boolean {
  if (!errorPath) return true;
  const length = Math.min(errorPath.length, path.length);
  for (let at = 0; at < length; at++) if (errorPath[at] !== path[at]) return false;
  return true;
}
