import { Meter } from './meter';

const OPERATION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WORK_BOUNDS = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];
const DELAY_BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600];

/**
 * What every subgraph counts about itself, whichever it is; a further count of its own is one more line (`kept.meter.counter`). Each value
 * says which subgraph, because five of them may stand on one page. No label is called job or instance: Prometheus has these for itself.
 */
export class SubgraphMeter extends Meter {
  readonly operations = this.counter(
    'marquee_operations_total',
    'Operations that gateways sent, by kind and outcome (ok, errors).',
    'kind',
    'outcome',
  );
  readonly operationDurations = this.duration(
    'marquee_operation_duration_seconds',
    'One operation of a gateway, from its arrival to its answer; streams are not in it.',
    OPERATION_BOUNDS,
    'kind',
  );
  readonly streamEvents = this.counter('marquee_stream_events_total', 'Events answered on live streams.').with();
  readonly mutations = this.counter(
    'marquee_mutations_total',
    'Mutations by what became of them: success, the type of a refusal, or error.',
    'mutation',
    'outcome',
  );
  readonly told = this.counter('marquee_facts_told_total', 'Facts that were committed to the outbox, by topic.', 'topic');
  readonly published = this.counter('marquee_facts_published_total', 'Facts that the relay of this process gave to the bus.').with();
  readonly publishFailures = this.counter(
    'marquee_fact_publish_failures_total',
    'Attempts of the relay that failed; the facts wait.',
  ).with();
  readonly taken = this.counter(
    'marquee_facts_taken_total',
    'Facts of others by topic and outcome: taken, failed (it comes again), dead (put into the dead letters).',
    'topic',
    'outcome',
  );
  readonly takingDurations = this.duration('marquee_fact_handling_seconds', 'Taking one fact in.', WORK_BOUNDS, 'topic');
  readonly factDelays = this.duration(
    'marquee_fact_delay_seconds',
    'From the moment at which a fact happened to the moment at which it was taken in here.',
    DELAY_BOUNDS,
  ).with();
  readonly jobRuns = this.counter(
    'marquee_job_runs_total',
    'Runs of jobs by outcome: ok, failed, elsewhere (another process was at it).',
    'job_name',
    'outcome',
  );
  readonly jobDurations = this.duration('marquee_job_duration_seconds', 'One run of a job.', WORK_BOUNDS, 'job_name');
  readonly cacheLookups = this.counter(
    'marquee_cache_lookups_total',
    'Lookups in the cache, by what is kept and outcome (hit, miss).',
    'cache',
    'outcome',
  );

  constructor(subgraph: string) {
    super({ subgraph });
  }
}
