import { parseArgs } from 'node:util';

export interface FuzzOptions {
  readonly seed: number;
  readonly operations: number;
  readonly from: number;
}

export const HELP = `npm run fuzz:gateway -- [options]
  --operations 5000      how many random queries; a tenth as many mutations and spoilt requests follow
  --seed 1               another seed, other operations
  --from 0               the number of the first: --from 123 --operations 1 does that of a finding again`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): FuzzOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      operations: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    operations: whole('operations', values.operations, 1),
    seed: whole('seed', values.seed, 0),
    from: whole('from', values.from, 0),
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes whole numbers from ${least} on, not ${text}.`);
  return value;
}
