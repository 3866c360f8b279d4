import path from 'node:path';
import { parseArgs } from 'node:util';

export interface LoadOptions {
  /** How long the day takes. */
  readonly minutes: number;
  /** Whom the city has; arrivals are as many as they make. */
  readonly people: number;
  /** Who are made and come in turn for all of them. */
  readonly walkers: number;
  readonly events: number;
  /** Where the report is written. */
  readonly out: string;
}

export const HELP = `npm run load -- [options]
  --profile day     the only one: 24 hours of a city, by the rows X161 to X164
  --minutes 10      how long the day takes: each hour has the arrivals a second that it has in the city, and lasts a 24th of this
  --people 1000000  whom the city has
  --walkers 200     accounts that are made and act for all of them
  --out .data/load  where report.html, report.json and the plots are written
  --quick           one minute, a city of 50,000, 16 accounts, 60 events of the calendar`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): LoadOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string', default: 'day' },
      minutes: { type: 'string' },
      people: { type: 'string' },
      walkers: { type: 'string' },
      out: { type: 'string', default: path.join(__dirname, '../../.data/load') },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.profile !== 'day') throw new Error(`There is one profile, day, and no “${values.profile}”.`);
  const number = (name: 'minutes' | 'people' | 'walkers', usual: number) => {
    const value = Number(values[name] ?? usual);
    if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not ${values[name]}.`);
    return value;
  };
  return {
    minutes: number('minutes', values.quick ? 1 : 10),
    people: number('people', values.quick ? 50_000 : 1_000_000),
    walkers: Math.max(4, Math.round(number('walkers', values.quick ? 16 : 200))),
    events: values.quick ? 60 : 10_000,
    out: path.resolve(values.out),
  };
}
