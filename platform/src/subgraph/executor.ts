import {
  createSourceEventStream,
  execute,
  GraphQLError,
  OperationTypeNode,
  getOperationAST,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { GraphError, publicError } from '../errors';
import { LiveEvent, LiveNotice, type LiveStart, type OpenStreams } from '../live';
import type { Logger } from '../logger';
import type { LateReads } from '../replica';
import { callerWithinScopes, needsOf, refusedToKey, type Needs } from '../scopes';
import type { Caller } from '../viewer';
import type { OperationWatch } from './operation-watch';
import { scopesOf } from './schema';

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
  caller: Caller;
  /** How a subscription is asked for by a gateway that shares its stream. */
  live?: LiveStart;
  /** The gateway's span of this call (W3C Trace Context), where it is followed. */
  traceparent?: string | undefined;
  /**
   * Kept by a gateway in the same process for one query of a client: all parts of it are answered with one context, so that nothing is
   * loaded twice. None for what belongs to a mutation, after which what was loaded is no longer so.
   */
  contexts?: Map<object, unknown>;
}

export interface BaseContext {
  caller: Caller;
}

/** A fresh context for each request, and for each event of a subscription: loaders must not outlive either. */
export type CreateContext<Context extends BaseContext> = (caller: Caller, live?: LiveStart) => Context;

const MAX_DOCUMENTS = 1000;
/** Longer ones are checked each time: names that clients chose stand in them, and could fill the memory. */
const MAX_KEPT_CHARACTERS = 64_000;

/**
 * Executes operations against a subgraph's schema, for both ways to reach it: called directly by a gateway in the same process, and
 * behind HTTP. Documents are parsed and validated once; the gateway sends few different ones.
 */
export class SubgraphExecutor<Context extends BaseContext> {
  private readonly documents = new Map<string, DocumentNode | readonly GraphQLError[]>();
  /** Of the documents that keys have asked with. */
  private readonly needs = new WeakMap<DocumentNode, Map<string, Needs>>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly createContext: CreateContext<Context>,
    private readonly logger: Logger,
    private readonly streams?: OpenStreams,
    private readonly watch?: OperationWatch,
    /** Where there is a replica to read from. */
    private readonly late?: LateReads<Context>,
  ) {}

  execute(request: SubgraphRequest): Promise<FormattedExecutionResult> {
    const document = this.document(request.query);
    const kind = isDocument(document) ? getOperationAST(document, request.operationName)?.operation : undefined;
    const asked = { ...request, caller: callerWithinScopes(request.caller, kind ?? OperationTypeNode.QUERY) };
    const run = () => this.run(document, kind, asked);
    return this.watch ? this.watch.answered(kind, asked, run) : run();
  }

  private async run(
    document: DocumentNode | readonly GraphQLError[],
    kind: OperationTypeNode | undefined,
    request: SubgraphRequest,
  ): Promise<FormattedExecutionResult> {
    if (!isDocument(document)) return this.format({ errors: document }, request.caller);
    if (kind === OperationTypeNode.SUBSCRIPTION) {
      return this.format(
        { errors: [new GraphError('BAD_USER_INPUT', 'A subscription needs a connection that stays open.')] },
        request.caller,
      );
    }
    const refused = this.refusedToKey(document, request);
    if (refused) return this.format({ errors: [refused] }, request.caller);
    const { variables: variableValues, operationName } = request;
    const operation = { schema: this.schema, document, variableValues, operationName };
    const { late } = this;
    if (kind === OperationTypeNode.QUERY && late && (await late.may(document, operationName, request.caller))) {
      const contextValue = contextOf(late, request, () => late.contextFor(request.caller));
      const result = await execute({ ...operation, contextValue });
      if (late.stands(result)) return this.format(result, request.caller);
    }
    const create = () => this.createContext(request.caller);
    const contextValue = kind === OperationTypeNode.QUERY ? contextOf(this, request, create) : create();
    const result = await execute({ ...operation, contextValue });
    if (kind === OperationTypeNode.MUTATION) await late?.changedBy(request.caller);
    return this.format(result, request.caller);
  }

  /** Returns a stream of results, or one result with errors when the subscription was refused. Each event gets a context of its own. */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<FormattedExecutionResult> | FormattedExecutionResult> {
    const asked = { ...request, caller: callerWithinScopes(request.caller, OperationTypeNode.SUBSCRIPTION) };
    const open = () => this.open(asked);
    return this.watch ? this.watch.subscribed(asked, open) : open();
  }

  private async open(request: SubgraphRequest): Promise<AsyncIterableIterator<FormattedExecutionResult> | FormattedExecutionResult> {
    const document = this.document(request.query);
    if (!isDocument(document)) return this.format({ errors: document }, request.caller);
    const refused = this.refusedToKey(document, request);
    if (refused) return this.format({ errors: [refused] }, request.caller);
    const { variables: variableValues, operationName, caller } = request;
    const operation = { schema: this.schema, document, variableValues, operationName };
    const source = await createSourceEventStream({ ...operation, contextValue: this.createContext(caller, request.live) });
    if (!(Symbol.asyncIterator in source)) return this.format(source, caller);
    const answerOf = async (rootValue: unknown) =>
      this.format(await execute({ ...operation, rootValue, contextValue: this.createContext(caller, request.live) }), caller);
    const { watch } = this;
    const answer = watch ? (rootValue: unknown) => watch.event(request, () => answerOf(rootValue)) : answerOf;
    const answers = mapStream(
      source as AsyncIterable<unknown>,
      (event) => answerEvent(event, answer),
      (error) => this.format({ errors: [new GraphQLError('The stream failed.', { originalError: error })] }, caller),
    );
    return this.isOfAPerson(request) ? this.streams!.follow(caller.viewer!, answers) : answers;
  }

  /** Is a person there who reads it? A shared stream is open for many: each of them is admitted by a stream of their own. */
  private isOfAPerson({ caller, live }: SubgraphRequest): boolean {
    return this.streams !== undefined && caller.viewer !== null && caller.viewer.keyId === undefined && live?.mode !== 'follow';
  }

  /**
   * A gateway has asked already what a key needs for the operation of its client. Here it is asked once more of what arrives, also of what is
   * reached by `_entities`, so that no plan and no other gateway goes round it.
   */
  private refusedToKey(document: DocumentNode, { caller: { viewer }, operationName }: SubgraphRequest): GraphError | null {
    const scopes = viewer?.scopes && scopesOf(this.schema);
    if (!scopes) return null;
    const ofDocument = this.needs.get(document) ?? new Map<string, Needs>();
    this.needs.set(document, ofDocument);
    let needs = ofDocument.get(operationName ?? '');
    const node = needs ? null : getOperationAST(document, operationName);
    if (node) {
      const fragments = new Map(
        document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
      );
      ofDocument.set(operationName ?? '', (needs = needsOf({ schema: this.schema, scopes, fragments }, node)));
    }
    return needs ? refusedToKey(needs, viewer.scopes) : null;
  }

  private document(query: string): DocumentNode | readonly GraphQLError[] {
    const known = this.documents.get(query);
    if (known) return known;
    const checked = this.check(query);
    if (query.length > MAX_KEPT_CHARACTERS) return checked;
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

/** One for all parts of a client's query that are read by `reader`. */
function contextOf<Context extends BaseContext>(reader: object, { caller, contexts }: SubgraphRequest, create: () => Context): Context {
  const known = contexts?.get(reader) as Context | undefined;
  // What one caller may see is never shown to another.
  if (known?.caller === caller) return known;
  const context = create();
  contexts?.set(reader, context);
  return context;
}

async function answerEvent(
  event: unknown,
  answer: (rootValue: unknown) => Promise<FormattedExecutionResult>,
): Promise<FormattedExecutionResult> {
  if (event instanceof LiveNotice) return { data: null, extensions: { live: event.state } };
  if (!(event instanceof LiveEvent)) return answer(event);
  const answered = await answer(event.value);
  return { ...answered, extensions: { ...answered.extensions, live: event.state } };
}

const isDocument = (value: DocumentNode | readonly GraphQLError[]): value is DocumentNode => !Array.isArray(value);

/**
 * Maps a stream one value at a time; returning it early returns the source, so that nothing keeps listening. A source that fails ends
 * with a value, too: thrown, it would take the socket down with all the other streams on it.
 */
function mapStream<From, To>(
  source: AsyncIterable<From>,
  map: (value: From) => Promise<To>,
  mapFailure: (error: Error) => To,
): AsyncIterableIterator<To> {
  const iterator = source[Symbol.asyncIterator]();
  let failed = false;
  return {
    async next() {
      if (failed) return { done: true, value: undefined };
      try {
        const step = await iterator.next();
        return step.done ? { done: true, value: undefined } : { done: false, value: await map(step.value) };
      } catch (error) {
        failed = true;
        void iterator.return?.();
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
