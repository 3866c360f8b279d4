import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Before each measurement. */
  readonly settleSeconds: number;
  /** Once for each server and viewer, before all rounds. */
  readonly warmUpSeconds: number;
}

export const HELP = `npm run bench:execution -- [options]
  --connections 10   how many at once
  --rounds 5         both servers are measured once a round, in turn
  --seconds 8        how long each time
  --quick            3 rounds of 3 seconds`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    connections: number('connections', values.connections ?? '10'),
    rounds: number('rounds', values.rounds ?? (values.quick ? '3' : '5')),
    seconds: number('seconds', values.seconds ?? (values.quick ? '3' : '8')),
    settleSeconds: values.quick ? 0.5 : 1,
    warmUpSeconds: values.quick ? 6 : 15,
  };
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} takes numbers above 0, not ${text}.`);
  return value;
}
