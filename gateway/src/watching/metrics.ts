import { BoundedNames, Meter, type Count, type Durations } from '@marquee/platform';

/** An operation as it is counted: by name and kind. The same object each time, so that what counts it is looked up once. */
export interface NamedOperation {
  readonly name: string | undefined;
  readonly kind: string;
}

export type FetchOutcome = 'ok' | 'errors' | 'unavailable' | 'aborted';

/** The calls of one subgraph. */
export interface FetchMeter {
  readonly outcomes: Readonly<Record<FetchOutcome, Count>>;
  readonly durations: Durations;
}

const MAX_OPERATION_NAMES = 300;
const MAX_CLIENT_NAMES = 20;
const MAX_CODES = 40;
const OPERATION_BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const FETCH_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PLANNING_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Stands for a request that never became an operation. */
const NO_OPERATION: NamedOperation = { name: undefined, kind: 'none' };
const ANONYMOUS = 'anonymous';

interface OperationMeter {
  readonly name: string;
  readonly durations: Durations | null;
  readonly byClient: Map<string, { readonly ok: Count; readonly errors: Count }>;
}

/**
 * Everything that a gateway counts about itself. Counting goes on even if nobody reads the counts: it costs some additions for each
 * request, and memory for a bounded number of names.
 */
export class Metrics {
  readonly meter = new Meter();
  private readonly operationNames: BoundedNames;
  private readonly clientNames: BoundedNames;
  private readonly codes = new BoundedNames(MAX_CODES);
  private readonly operationMeters = new WeakMap<NamedOperation, OperationMeter>();

  private readonly operations = this.meter.counter(
    'gateway_operations_total',
    'Operations that are over, by name, kind (none: the request was refused before), client and outcome (ok, errors).',
    'operation',
    'kind',
    'client',
    'outcome',
  );
  private readonly operationDurations = this.meter.duration(
    'gateway_operation_duration_seconds',
    'From the request to the answer; streams are not in it.',
    OPERATION_BOUNDS,
    'operation',
    'kind',
  );
  private readonly errors = this.meter.counter('gateway_errors_total', 'Operations that answered an error, by code.', 'code');
  private readonly fetches = this.meter.counter(
    'gateway_subgraph_fetches_total',
    'Calls of subgraphs, by outcome: ok, errors (answered some), unavailable (no answer that makes sense), aborted (nobody waited any more).',
    'subgraph',
    'outcome',
  );
  private readonly fetchDurations = this.meter.duration(
    'gateway_subgraph_fetch_duration_seconds',
    'One call of a subgraph, its retries included.',
    FETCH_BOUNDS,
    'subgraph',
  );
  private readonly deprecated = this.meter.counter(
    'gateway_deprecated_total',
    'Operations that used a deprecated field or argument, by that and client: who must hear of its end.',
    'field',
    'client',
  );
  private readonly limits = this.meter.counter('gateway_limited_total', 'Requests, operations and sockets refused by a limit.', 'limit');

  readonly planning = this.meter.duration(
    'gateway_planning_duration_seconds',
    'Making one query plan, by where.',
    PLANNING_BOUNDS,
    'where',
  );
  private readonly planLookups = this.meter.counter(
    'gateway_plan_cache_lookups_total',
    'Operations looked for in the plan cache: hit, miss.',
    'outcome',
  );
  readonly planHits: Count = this.planLookups.with('hit');
  readonly planMisses: Count = this.planLookups.with('miss');

  /** Counts of sockets and streams. */
  readonly live = {
    events: this.meter.counter('gateway_stream_events_total', 'Events of streams for which a plan was run.').with(),
    deliveries: this.meter.counter('gateway_stream_deliveries_total', 'Events passed on to a listener.').with(),
    slowReaders: this.meter
      .counter('gateway_slow_readers_total', 'Sockets and streams closed because their client read too slowly.')
      .with(),
    /** Events that a listener was owed and did not get. */
    dropped: this.meter
      .counter('gateway_stream_dropped_total', 'Events that were not passed on to a listener, by why.', 'reason')
      .with('slow reader'),
    closes: this.meter.counter('gateway_socket_closes_total', 'Sockets that the gateway closed, by code.', 'code'),
  };

  /** Operations and clients with one of these names are counted by it, no matter how many other names strangers have made up before. */
  constructor({ operations, clients }: { readonly operations?: Iterable<string>; readonly clients?: Iterable<string> } = {}) {
    this.operationNames = new BoundedNames(MAX_OPERATION_NAMES, operations);
    this.clientNames = new BoundedNames(MAX_CLIENT_NAMES, clients);
  }

  /** An operation (null: the request never became one) has been answered, or its stream has ended. */
  operationIsOver(operation: NamedOperation | null, clientName: string | undefined, ms: number, codes: readonly unknown[]): void {
    const meter = this.meterOf(operation ?? NO_OPERATION);
    meter.durations?.took(ms);
    const client = clientName ?? '';
    let outcomes = meter.byClient.get(client);
    if (!outcomes) outcomes = this.outcomesOf(meter, operation ?? NO_OPERATION, client);
    if (codes.length === 0) return outcomes.ok.add();
    outcomes.errors.add();
    for (const code of codes) this.errors.with(this.codes.of(String(code))).add();
  }

  /** The SDL has few deprecated fields, so the names are bounded. */
  deprecatedUsed(fields: readonly string[], clientName: string | undefined): void {
    const client = clientName ? this.clientNames.of(clientName) : 'unknown';
    for (const field of fields) this.deprecated.with(field, client).add();
  }

  fetchMeter(subgraph: string): FetchMeter {
    const count = (outcome: FetchOutcome) => this.fetches.with(subgraph, outcome);
    return {
      outcomes: { ok: count('ok'), errors: count('errors'), unavailable: count('unavailable'), aborted: count('aborted') },
      durations: this.fetchDurations.with(subgraph),
    };
  }

  /** Counts a refusal by the limit of that name. The gateway has few limits, so the names are bounded. */
  limited(limit: string): void {
    this.limits.with(limit).add();
  }

  private meterOf(operation: NamedOperation): OperationMeter {
    let meter = this.operationMeters.get(operation);
    if (!meter) {
      const name = operation === NO_OPERATION ? 'none' : operation.name === undefined ? ANONYMOUS : this.operationNames.of(operation.name);
      const lasts = operation.kind === 'subscription';
      meter = { name, durations: lasts ? null : this.operationDurations.with(name, operation.kind), byClient: new Map() };
      this.operationMeters.set(operation, meter);
    }
    return meter;
  }

  private outcomesOf(meter: OperationMeter, operation: NamedOperation, client: string) {
    const label = client === '' ? 'unknown' : this.clientNames.of(client);
    const outcomes = {
      ok: this.operations.with(meter.name, operation.kind, label, 'ok'),
      errors: this.operations.with(meter.name, operation.kind, label, 'errors'),
    };
    // Clients that are counted as `other` are looked up each time: remembering each would need memory without end.
    if (label === client || client === '') meter.byClient.set(client, outcomes);
    return outcomes;
  }
}
