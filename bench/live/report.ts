import { median, medianRatio } from '../measure/statistics';
import { figure, table } from '../measure/table';
import { addTotals, latencyAt } from './audience/tally';
import type { Contender } from './contenders';
import type { Measurement } from './measure';

/** What was measured of one server, one entry a round. */
export interface Row {
  readonly contender: Contender;
  readonly rounds: readonly Measurement[];
}

const HEAD = [
  '',
  'deliveries',
  'missing',
  'twice',
  'wrong',
  'lost',
  'p50 ms',
  'p99 ms',
  'max ms',
  'per CPU s',
  '× bare',
  'kB/idle',
  'kB held',
  'peak MB',
  'server CPU s',
  'clients',
];

/** Medians of the rounds; the ratio round by round; counts and latencies of all rounds together. */
export function report(rows: readonly Row[]): string {
  const perCpuSecond = ({ totals, serverCpuSeconds }: Measurement) => totals.received / serverCpuSeconds;
  const bare = rows.find(({ contender }) => contender.key === 'bare')?.rounds.map(perCpuSecond) ?? [];
  return table(
    HEAD,
    rows.map(({ contender, rounds }) => {
      const totals = addTotals(rounds.map((round) => round.totals));
      const of = (pick: (measurement: Measurement) => number) => rounds.map(pick);
      return [
        contender.title,
        String(totals.received),
        String(totals.missing),
        String(totals.twice),
        String(totals.wrong),
        String(of((round) => round.lost).reduce((sum, one) => sum + one, 0)),
        ...[0.5, 0.99, 1].map((share) => figure(latencyAt(totals, share))),
        figure(median(of(perCpuSecond))),
        figure(medianRatio(of(perCpuSecond), bare), 2),
        figure(median(of((round) => round.bytesPerSubscriber)) / 1000, 1),
        figure(median(of((round) => round.bytesHeldPerSubscriber)) / 1000, 1),
        figure(Math.max(...of((round) => round.peakBytes)) / 1e6),
        figure(median(of((round) => round.serverCpuSeconds)), 1),
        `${figure(median(of((round) => round.restBusy)) * 100)} %`,
      ];
    }),
  );
}

/** True when every message reached every socket, once, and as it was sent. */
export const complete = ({ totals, lost }: Measurement): boolean =>
  totals.missing === 0 && totals.twice === 0 && totals.wrong === 0 && lost === 0;
