import type { GraphQLDataSource } from '@apollo/gateway';
import type { Caller } from '@marquee/platform';
import { newCorrelationId } from '../caller';
import type { Fields } from '../objects';
import { NEVER } from '../time-limit';
import type { RunTrace } from '../tracing/trace';
import type { SubgraphOperation, SubgraphTransport } from './transport';

/** What goes with an operation that Apollo's gateway executes, to each of its calls. */
export interface DataSourceContext {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly trace?: RunTrace;
  /** What subgraphs of this process keep for all calls of one query. */
  readonly contexts?: Map<object, unknown>;
}

type Processing = Parameters<GraphQLDataSource['process']>[0];
type Answered = Awaited<ReturnType<GraphQLDataSource['process']>>;

const MUTATES = /^\s*mutation\b/;

/** One subgraph as Apollo's packages call it, on our own way there: signed, counted and limited like every other call. */
export class SubgraphDataSource implements GraphQLDataSource {
  constructor(private readonly transport: SubgraphTransport) {}

  async process({ request, context }: Processing): Promise<Answered> {
    const { query = '', operationName } = request;
    const variables = (request.variables ?? {}) as Fields;
    const operation: SubgraphOperation = { kind: MUTATES.test(query) ? 'mutation' : 'query', query, operationName };
    const { data, errors } = await this.transport.execute({
      operation,
      variables,
      variablesText: JSON.stringify(variables),
      ...asRun(context),
    });
    return { data, errors } as Answered;
  }
}

/** A manager of supergraphs asks in nobody's name. */
const asRun = (context: Partial<DataSourceContext>): DataSourceContext => ({
  ...context,
  caller: context.caller ?? { viewer: null, correlationId: newCorrelationId() },
  signal: context.signal ?? NEVER,
});
