import type { Pool } from 'pg';
import type { Tracer } from '../tracing';
import { Durations, type Meter } from './meter';

const SQL_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The SQL statements of one pool; BEGIN, COMMIT and the like are not counted. */
export class StatementCounts {
  /** Sent so far. */
  count = 0;
  errors = 0;
  /** From being sent to the answer, the wait behind others on the same connection included. */
  readonly durations = new Durations(SQL_BOUNDS);

  /** Set where somebody collects spans. */
  tracer: Tracer | undefined;

  /** A statement is sent; the function that is returned ends it. */
  begun(text: string | undefined): (failed: boolean) => void {
    this.count++;
    const startedAt = performance.now();
    const followed = this.tracer?.statement(text);
    return (failed) => {
      this.durations.took(performance.now() - startedAt);
      if (failed) this.errors++;
      followed?.(failed);
    };
  }
}

export function registerDatabase(meter: Meter, { pool, statements }: { pool: Pool; statements: StatementCounts }): void {
  meter.countOf('marquee_sql_statements_total', 'SQL statements sent.', () => statements.count);
  meter.countOf('marquee_sql_errors_total', 'SQL statements that Postgres refused or did not answer.', () => statements.errors);
  meter.durationsOf('marquee_sql_duration_seconds', 'One SQL statement.', statements.durations);
  meter.gauge('marquee_pool_size', 'Connections to the database that this process may have.', () => pool.options.max);
  meter.gaugeOfEach('marquee_pool_connections', 'Connections to the database: busy, idle.', ['state'], () => [
    [['busy'], pool.totalCount - pool.idleCount],
    [['idle'], pool.idleCount],
  ]);
  meter.gauge('marquee_pool_waiting', 'Requests that wait for a connection.', () => pool.waitingCount);
}
