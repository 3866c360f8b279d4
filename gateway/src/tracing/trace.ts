import type { SubgraphOperation } from '../transport/subgraph-operation';
import type { KnownOperation, OperationEnd } from '../watching/known-operation';
import type { FetchOutcome } from '../watching/metrics';

/** Headers of a request, or the extensions of an operation on a socket, which has none. */
export interface TraceHeaders {
  readonly traceparent?: unknown;
  readonly [name: string]: unknown;
}

/** One call of a subgraph that is followed. */
export interface FetchTrace {
  /** To be sent with the call, so that the subgraph's own spans become part of the trace. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  end(outcome: FetchOutcome): void;
}

/** Follows one run of an operation. */
export interface RunTrace {
  fetch(service: string, operation: SubgraphOperation): FetchTrace;
}

/** Follows the execution of one event of a stream. */
export interface EventTrace extends RunTrace {
  end(failed: boolean): void;
}

/** Follows an operation from its request to its answer. */
export interface OperationTrace extends RunTrace {
  /** A piece of the gateway's own work begins. Returns the function that ends it. */
  piece(name: 'validate' | 'plan'): () => void;
  end(finished: OperationEnd): void;
}

export interface Tracer {
  /** `headers` of the request that brought it: `traceparent` makes it part of the client's trace. */
  operation(headers: TraceHeaders): OperationTrace | undefined;
  event(operation: KnownOperation): EventTrace | undefined;
  /** Sends the spans that have not been sent. */
  stop(): Promise<void>;
}
