import { operationFromDocument } from '@apollo/federation-internals';
import type { ApolloGateway } from '@apollo/gateway';
import type { GraphQLFormattedError, DocumentNode } from 'graphql';
import type { ErrorReporter } from '../execution/errors/error-reporter';
import type { ResponsePath } from '../execution/response-paths';
import type { Fields } from '../objects';
import type { Answer } from '../operation/answer';
import type { DataSourceContext } from '../transport/data-source';
import { SubgraphUnavailable } from '../transport/transport';

interface ReferenceParts {
  /** As the client sent it; it is valid. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly reporter: ErrorReporter;
}

export interface ReferenceRun extends DataSourceContext {
  readonly variables: Fields;
  readonly isMutation: boolean;
}

type Execution = Parameters<ApolloGateway['executor']>[0];

let next = 1;

/** One operation that Apollo's gateway plans and executes. */
export class ReferenceOperation {
  /** Under which it keeps the plan. */
  private readonly queryHash = String(next++);

  constructor(
    private readonly gateway: ApolloGateway,
    private readonly parts: ReferenceParts,
  ) {}

  async run({ variables, isMutation, ...context }: ReferenceRun): Promise<Answer> {
    const { document, operationName } = this.parts;
    const request = { operationName, variables };
    const given = { request, operationName, document, queryHash: this.queryHash, context, metrics: {}, schema: this.gateway.schema };
    const { data, errors = [], extensions } = await this.gateway.executor(given as unknown as Execution);
    // What it found wrong with the data stands beside it, for developers.
    const inData = (extensions?.valueCompletion ?? []) as readonly GraphQLFormattedError[];
    const told = [...errors, ...inData].map((error) => this.told(error, context, isMutation));
    if (data === undefined) return { errors: told };
    const text = JSON.stringify(data);
    return told.length ? { data: text, errors: told } : { data: text };
  }

  /** Its plan for people to read. */
  async explain(): Promise<string> {
    const { prettyFormatQueryPlan } = await import('@apollo/query-planner');
    const { document, operationName } = this.parts;
    const planner = this.gateway.__testing().queryPlanner!;
    return prettyFormatQueryPlan(
      planner.buildQueryPlan(operationFromDocument(planner.supergraph.apiSchema(), document, { operationName })),
    );
  }

  /** Clients are told the same as by our own execution. */
  private told(error: unknown, run: DataSourceContext, isMutation: boolean): GraphQLFormattedError {
    const { reporter } = this.parts;
    const { path, extensions } = error as { path?: ResponsePath; extensions?: { serviceName?: string } };
    if (error instanceof SubgraphUnavailable || run.signal.aborted)
      return reporter.failedCall(run, (error as { service?: string }).service ?? '', isMutation, error, path ?? []);
    return reporter.errorInAnswer(run, extensions?.serviceName ?? '', error as GraphQLFormattedError, path);
  }
}
