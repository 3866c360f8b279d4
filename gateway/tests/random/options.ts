import { parseArgs } from 'node:util';

/** What a run of random operations may be told. */
export interface FuzzOptions {
  readonly seed: number;
  readonly operations: number;
  readonly from: number;
  /** One of the names there are; null for all. */
  readonly only: string | null;
}

/** `operations` says what is counted; `names` are what `--only` may be, if anything. */
export const helpOn = (command: string, operations: string, names: readonly string[] = []): string => `npm run ${command} -- [options]
  --operations 5000      ${operations}
  --seed 1               another seed, other operations
  --from 0               the number of the first: --from 123 --operations 1 does that of a finding again${names.length ? `\n  --only ${names[0]!.padEnd(15)} one of ${names.join(', ')}` : ''}`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[], names: readonly string[] = []): FuzzOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      operations: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      ...(names.length ? { only: { type: 'string' } as const } : {}),
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const only = 'only' in values && typeof values.only === 'string' ? values.only : null;
  if (only !== null && !names.includes(only)) throw new Error(`--only takes one of ${names.join(', ')}, not ${only}.`);
  return {
    only,
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
