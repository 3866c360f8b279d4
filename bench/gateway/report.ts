import { median, medianRatio, percentile } from '../measure/statistics';
import { figure, table } from '../measure/table';
import type { Contender } from './gateways';
import type { Measurement } from './measure';

/** What was measured of one gateway, one entry a round. */
export interface Row {
  readonly contender: Contender;
  readonly rounds: readonly Measurement[];
}

const HEAD = [
  '',
  'req/s',
  '× stock',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'peak MB',
  'CPU s/1000',
  '× stock by CPU',
  'fetches',
  'core',
  'rest',
  'failures',
];

/** Medians of the rounds; ratios round by round; percentiles of all rounds' requests together; memory the highest of all. */
export function report(rows: readonly Row[]): string {
  const stock = rows.find(({ contender }) => contender.key === 'stock')?.rounds ?? [];
  return table(
    HEAD,
    rows.map(({ contender, rounds }) => {
      const of = (pick: (measurement: Measurement) => number) => rounds.map(pick);
      const latencies = rounds.flatMap((round) => round.latencies);
      const rates = of((round) => round.requestsPerSecond);
      const cost = (measurements: readonly Measurement[]) => measurements.map((round) => 1 / round.cpuPerThousand);
      return [
        contender.title,
        figure(median(rates), 1),
        figure(
          medianRatio(
            rates,
            stock.map((round) => round.requestsPerSecond),
          ),
          2,
        ),
        ...[0.5, 0.95, 0.99].map((share) => figure(percentile(latencies, share), 1)),
        figure(Math.max(...of((round) => round.peakBytes)) / 1e6),
        figure(median(of((round) => round.cpuPerThousand)), 2),
        figure(medianRatio(cost(rounds), cost(stock)), 2),
        figure(median(of((round) => round.fetchesPerOperation)), 1),
        percent(median(of((round) => round.gatewayBusy))),
        percent(median(of((round) => round.restBusy))),
        String(of((round) => round.failures).reduce((sum, one) => sum + one, 0)),
      ];
    }),
  );
}

const percent = (share: number) => (Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`);
