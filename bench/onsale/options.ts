import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Who want a ticket. */
  readonly buyers: number;
  /** How many there are, over all tiers and events. */
  readonly tickets: number;
  /** Requests at once. */
  readonly connections: number;
  /** Tiers, and events, among which the same tickets are divided to see what grows. */
  readonly manyTiers: number;
  readonly manyEvents: number;
  /** Sales one after the other, of which there are enough for everybody: by them CPU and statements are told. */
  readonly quietSales: number;
}

export const HELP = `npm run bench:onsale -- [options]
  --buyers 5000       who want one ticket each
  --tickets 500       how many there are
  --connections 100   requests at once
  --quick             400 buyers for 40 tickets, 100 quiet sales`;

/** Throws with one line about what cannot be used. */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      buyers: { type: 'string' },
      tickets: { type: 'string' },
      connections: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const tickets = number('tickets', values.tickets ?? (values.quick ? '40' : '500'));
  if (tickets % 10) throw new Error('--tickets takes a multiple of 10: they are divided among ten tiers, and ten events.');
  return {
    tickets,
    buyers: number('buyers', values.buyers ?? (values.quick ? '400' : '5000')),
    connections: number('connections', values.connections ?? (values.quick ? '40' : '100')),
    ...{ manyTiers: 10, manyEvents: 10, quietSales: values.quick ? 100 : 500 },
  };
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`--${name} takes whole numbers above 0, not ${text}.`);
  return value;
}
