import { parseArgs } from 'node:util';
import { contenders } from './contenders';

export interface LiveOptions {
  readonly only: readonly string[];
  readonly sockets: number;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly other?: string;
}

export const HELP = `npm run bench:live -- [options]
  --only ours,bare    which rows: ${contenders.map(({ key }) => key).join(', ')}
  --sockets 10000     subscribers of the one room
  --rate 4            messages a second
  --seconds 30        how long
  --rounds 3          each server is measured once a round, in turn
  --quick             1,000 sockets, 5 seconds, one round
  --other <folder>    another checkout of Marquee, measured beside this one`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): LiveOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      sockets: { type: 'string' },
      rate: { type: 'string', default: '4' },
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      other: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const known = contenders.map(({ key }) => key);
  const only = values.only?.split(',') ?? known.filter((key) => key !== 'other' || values.other);
  const unknown = only.filter((key) => !known.includes(key));
  if (unknown.length) throw new Error(`There is no server called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (only.includes('other') && !values.other) throw new Error('--other <folder> says where the other checkout is.');
  return {
    only,
    sockets: whole('sockets', values.sockets ?? (values.quick ? '1000' : '10000')),
    rate: whole('rate', values.rate),
    seconds: whole('seconds', values.seconds ?? (values.quick ? '5' : '30')),
    rounds: whole('rounds', values.rounds ?? (values.quick ? '1' : '3')),
    other: values.other,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number of at least 1, not ${text}.`);
  return value;
}
