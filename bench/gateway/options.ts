import { parseArgs } from 'node:util';
import { contenders } from './gateways';

export interface BenchOptions {
  readonly only: readonly string[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  /** Before each measurement. */
  readonly settleSeconds: number;
  /** Once for each gateway, before all rounds. */
  readonly warmUpSeconds: number;
  readonly other?: string;
}

export const HELP = `npm run bench:gateway -- [options]
  --only ours,stock      which rows: ${contenders.map(({ key }) => key).join(', ')}
  --connections 10,50    how many connections at once, one table each
  --rounds 5             every gateway is measured once a round, in turn
  --seconds 8            how long each time
  --quick                one table of 10 connections, 3 rounds of 3 seconds
  --other <folder>       another checkout of Marquee, measured beside this one`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      other: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const known = contenders.map(({ key }) => key);
  const only = values.only?.split(',') ?? known.filter((key) => key !== 'other' || values.other);
  const unknown = only.filter((key) => !known.includes(key));
  if (unknown.length) throw new Error(`There is no gateway called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (only.includes('other') && !values.other) throw new Error('--other <folder> says where the other checkout is.');
  return {
    only,
    connections: (values.connections ?? (values.quick ? '10' : '10,50')).split(',').map((text) => number('connections', text)),
    rounds: number('rounds', values.rounds ?? (values.quick ? '3' : '5')),
    seconds: number('seconds', values.seconds ?? (values.quick ? '3' : '8')),
    settleSeconds: values.quick ? 0.5 : 2,
    warmUpSeconds: values.quick ? 3 : 8,
    other: values.other,
  };
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} takes numbers above 0, not ${text}.`);
  return value;
}
