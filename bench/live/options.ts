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
  /** The owner of the stream is restarted in the middle; only ours has one. */
  readonly restart: boolean;
}

/** Rows of `--heavy`. */
const HEAVY = ['heavy', 'blocked'];

export const HELP = `npm run bench:live -- [options]
  --only ours,bare    which rows: ${contenders.map(({ key }) => key).join(', ')}
  --sockets 10000     subscribers of the one room
  --rate 4            messages a second
  --seconds 30        how long
  --rounds 3          each server is measured once a round, in turn
  --quick             1,000 sockets, 5 seconds, one round
  --restart           stops the subgraph that owns the stream in the middle and starts it again a second later; ours only
  --heavy             ours, ours while the process of the stream reads large imports, and a control that reads them on its loop; clients need
                      a core that is not full: --sockets 2000
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
      restart: { type: 'boolean', default: false },
      heavy: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const known = contenders.map(({ key }) => key);
  const chosen = values.restart
    ? ['ours', 'other']
    : values.heavy
      ? ['ours', 'heavy', 'blocked']
      : known.filter((key) => !HEAVY.includes(key));
  const only = values.only?.split(',') ?? chosen.filter((key) => key !== 'other' || values.other);
  const unknown = only.filter((key) => !known.includes(key));
  if (unknown.length) throw new Error(`There is no server called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (only.includes('other') && !values.other) throw new Error('--other <folder> says where the other checkout is.');
  if (values.restart && only.some((key) => key !== 'ours' && key !== 'other'))
    throw new Error('--restart is for ours alone: the others have nothing behind them.');
  return {
    only,
    restart: values.restart,
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
