import {
  execute,
  GraphQLError,
  OperationTypeNode,
  getOperationAST,
  parse,
  subscribe,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { GraphError, publicError } from '../errors';
import type { Logger } from '../logger';
import type { Caller } from '../viewer';

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  caller: Caller;
}

export interface BaseContext {
  caller: Caller;
}

const MAX_DOCUMENTS = 1000;

/**
 * Executes operations against a subgraph's schema, for both ways to reach it: called directly by a gateway in the same process, and
 * behind HTTP. Documents are parsed and validated once; the gateway sends few different ones.
 */
export class SubgraphExecutor<Context extends BaseContext> {
  private readonly documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly createContext: (caller: Caller) => Context,
    private readonly logger: Logger,
  ) {}

  async execute(request: SubgraphRequest): Promise<FormattedExecutionResult> {
    const document = this.document(request.query);
    if (!isDocument(document)) return this.format({ errors: document }, request.caller);
    if (getOperationAST(document, request.operationName)?.operation === OperationTypeNode.SUBSCRIPTION) {
      return this.format(
        { errors: [new GraphError('BAD_USER_INPUT', 'A subscription needs a connection that stays open.')] },
        request.caller,
      );
    }
    const result = await execute({
      schema: this.schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
      contextValue: this.createContext(request.caller),
    });
    return this.format(result, request.caller);
  }

  /** Answers a stream of results, or one result with errors when the subscription was refused. Each event gets a context of its own. */
  async subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<FormattedExecutionResult> | FormattedExecutionResult> {
    const document = this.document(request.query);
    if (!isDocument(document)) return this.format({ errors: document }, request.caller);
    const stream = await subscribe({
      schema: this.schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName,
      contextValue: this.createContext(request.caller),
      execute: (args: Parameters<typeof execute>[0]) => execute({ ...args, contextValue: this.createContext(request.caller) }),
    } as Parameters<typeof subscribe>[0]);
    if (!(Symbol.asyncIterator in stream)) return this.format(stream, request.caller);
    return mapStream(
      stream,
      (result) => this.format(result, request.caller),
      (error) => this.format({ errors: [new GraphQLError('The stream failed.', { originalError: error })] }, request.caller),
    );
  }

  private document(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.documents.get(query);
    if (known) return known;
    const checked = this.check(query);
    if (this.documents.size >= MAX_DOCUMENTS) this.documents.delete(this.documents.keys().next().value!);
    this.documents.set(query, checked);
    return checked;
  }

  private check(query: string): DocumentNode | readonly GraphQLError[] {
    try {
      const document = parse(query, { noLocation: true });
      const faults = validate(this.schema, document);
      return faults.length
        ? faults.map((fault) => new GraphQLError(fault.message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }))
        : document;
    } catch (error) {
      return [new GraphQLError((error as Error).message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } })];
    }
  }

  private format(result: ExecutionResult, caller: Caller): FormattedExecutionResult {
    if (!result.errors) return result as FormattedExecutionResult;
    return { ...result, errors: result.errors.map((error) => publicError(error, caller.correlationId, this.logger)) };
  }
}

const isDocument = (value: DocumentNode | readonly GraphQLError[]): value is DocumentNode => !Array.isArray(value);

/**
 * Maps a stream one value at a time; returning it early returns the source, so that nothing keeps listening. A source that fails ends
 * with a value, too: thrown, it would take the socket down with all the other streams on it.
 */
function mapStream<From, To>(
  source: AsyncIterable<From>,
  map: (value: From) => To,
  mapFailure: (error: Error) => To,
): AsyncIterableIterator<To> {
  const iterator = source[Symbol.asyncIterator]();
  let failed = false;
  return {
    async next() {
      if (failed) return { done: true, value: undefined };
      try {
        const step = await iterator.next();
        return step.done ? { done: true, value: undefined } : { done: false, value: map(step.value) };
      } catch (error) {
        failed = true;
        return { done: false, value: mapFailure(error instanceof Error ? error : new Error(String(error))) };
      }
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
