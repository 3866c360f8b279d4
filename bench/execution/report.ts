import { median, medianRatio, percentile } from '../measure/statistics';
import { figure, table } from '../measure/table';
import type { Measurement } from './measure';

/** What was measured of one server for one viewer, one entry a round. */
export interface Row {
  readonly title: string;
  readonly rounds: readonly Measurement[];
  /** The same page by hand. */
  readonly byHand: readonly Measurement[];
}

const HEAD = ['', 'req/s', '× by hand', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms', '× by CPU', 'Postgres ms', 'core', 'rest', 'failures'];

/** Medians of the rounds; ratios round by round; percentiles of all rounds' requests together. */
export function report(rows: readonly Row[]): string {
  return table(
    HEAD,
    rows.map(({ title, rounds, byHand }) => {
      const of = (pick: (measurement: Measurement) => number) => median(rounds.map(pick));
      const latencies = rounds.flatMap((round) => round.latencies);
      return [
        title,
        figure(
          of((round) => round.requestsPerSecond),
          1,
        ),
        figure(throughput({ title, rounds, byHand }), 2),
        ...[0.5, 0.95, 0.99].map((share) => figure(percentile(latencies, share), 1)),
        figure(
          of((round) => round.cpuPerPage),
          3,
        ),
        figure(
          medianRatio(
            byHand.map((round) => round.cpuPerPage),
            rounds.map((round) => round.cpuPerPage),
          ),
          2,
        ),
        figure(
          of((round) => round.postgresPerPage),
          3,
        ),
        percent(of((round) => round.busy)),
        percent(of((round) => round.restBusy)),
        String(rounds.reduce((sum, { failures }) => sum + failures, 0)),
      ];
    }),
  );
}

/** Requests per second, relative to the handler by hand. */
export const throughput = ({ rounds, byHand }: Row): number =>
  medianRatio(
    rounds.map((round) => round.requestsPerSecond),
    byHand.map((round) => round.requestsPerSecond),
  );

const percent = (share: number) => (Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`);
