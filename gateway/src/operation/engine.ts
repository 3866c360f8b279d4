import { createHash } from 'node:crypto';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { GraphError, type ErrorCode, type Logger } from '@marquee/platform';
import { BoundedMap } from '../bounded-map';
import { plannable, type Plannable } from '../document/plannable';
import { Usage } from '../editions/usage';
import { ErrorReporter } from '../execution/errors/error-reporter';
import { ownError } from '../execution/errors/own-errors';
import { PUBLIC, rulesOf, trustOf, type Limits, type Rules, type Trust } from '../limits/limits';
import { rateLimitUse } from '../limits/rate-limit-field/dry-run';
import { Overloaded } from '../limits/rate/refused';
import { PlanningRefused } from '../planning/planner';
import type { ReferenceEngine } from '../reference/reference-engine';
import type { Supergraph } from '../supergraph/supergraph';
import type { OperationTrace, Tracer } from '../tracing/trace';
import { passingOn } from '../tracing/passing-on';
import type { SubgraphTransport } from '../transport/transport';
import type { Metrics } from '../watching/metrics';
import { NothingToFetch, type OperationResources, type OperationSource } from './compiled-operation';
import { Operation } from './operation';
import { NotPlannable } from './operation-plans';
import { RequestRefused } from './request-refused';

const MAX_OPERATIONS = 2_000;
/** Of visitors and of those who are signed in, for trusted documents and others. */
const KINDS_OF_RULES = 4;
/** For the documents of all operations kept under the same rules: some are short, and some are made to fill the memory. */
const BY_TEXT = { most: 16_000_000, weigh: (key: string) => key.length };
/** Longer ones are prepared each time: a few of them would push out everybody else's. */
const MAX_KEPT_CHARACTERS = 64_000;
const MAX_TOO_LONG = 500;
/** A busy moment makes planning long, too: then it is tried again. */
const TOO_LONG_FOR_MS = 60_000;
const MAX_VALIDATION_ERRORS = 5;
/** What the engine of another supergraph prepares before it takes over. */
const MAX_TAKEN_OVER = 500;

export interface EngineOptions {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly limits: Limits;
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer?: Tracer;
  /** Who uses the supergraph. */
  readonly usage?: Usage;
  /** Executes queries and mutations in the place of our own execution. */
  readonly reference?: ReferenceEngine | null;
}

/** An operation that is kept, and how often it was asked for. */
interface Kept {
  readonly operation: Operation;
  readonly operationName: string | null | undefined;
  uses: number;
}

/** An operation that clients ask for, as the engine of another supergraph may prepare it. */
export interface UsedOperation extends OperationSource {
  readonly uses: number;
}

/** What a request says of the operation it wants. */
interface Wanted {
  readonly query: string;
  readonly operationName: string | null | undefined;
  readonly trust: Trust;
  readonly trace: OperationTrace | undefined;
}

/**
 * Turns documents into operations that are ready to run. Each is parsed, validated and planned once, then kept; all ways in (HTTP,
 * sockets) go through here, so that the same rules hold on each.
 */
export class Engine {
  /** By the rules that were applied to them, and the range of requests for which they are planned. */
  private readonly operations: readonly BoundedMap<string, Kept>[];
  private readonly preparing = new Map<string, Promise<Operation>>();
  /** Operations whose planning was given up are not tried again for a while. */
  private readonly tooLong = new BoundedMap<string, { readonly refusal: RequestRefused; readonly until: number }>(MAX_TOO_LONG, BY_TEXT);
  private readonly resources: OperationResources;
  private readonly rules;
  readonly limits: Limits;
  private readonly metrics: Metrics;

  constructor(options: EngineOptions) {
    this.metrics = options.metrics;
    const maps = KINDS_OF_RULES * options.supergraph.overrides.count;
    this.operations = Array.from({ length: maps }, () => new BoundedMap<string, Kept>(MAX_OPERATIONS, BY_TEXT));
    this.limits = options.limits;
    this.rules = rulesOf(options.limits, options.supergraph.markedMutations.sensitive);
    this.resources = {
      supergraph: options.supergraph,
      transports: options.transports,
      timeoutMs: options.timeoutMs,
      reporter: new ErrorReporter(options.logger),
      tracer: options.tracer ?? passingOn,
      hideSchemaDetails: options.limits.hideSchemaDetails,
      usage: options.usage ?? new Usage(),
      reference: options.reference ?? null,
    };
  }

  /** True when the supergraph says what its parts cost. */
  get pricesOperations(): boolean {
    return this.resources.supergraph.weights.areGiven;
  }

  /** What clients may ask for. */
  get apiSchema(): GraphQLSchema {
    return this.resources.supergraph.apiSchema;
  }

  get operationCount(): number {
    return this.operations.reduce((sum, { size }) => sum + size, 0);
  }

  /** Operations that are being prepared now. */
  get preparingCount(): number {
    return this.preparing.size;
  }

  /** Returns at once when the operation is known, which is nearly always. Otherwise it is checked and planned: rejects with RequestRefused. */
  prepare(query: string, operationName?: string | null, trust: Trust = PUBLIC, trace?: OperationTrace): Operation | Promise<Operation> {
    const { overrides } = this.resources.supergraph;
    return this.prepareFor(overrides.count === 1 ? 0 : overrides.draw(), { query, operationName, trust, trace });
  }

  /** The same as it was prepared by another engine, for the same range of requests. */
  prepareAgain({ range = 0, ...wanted }: OperationSource): Operation | Promise<Operation> {
    return this.prepareFor(Math.min(range, this.resources.supergraph.overrides.count - 1), { ...wanted, trace: undefined });
  }

  private prepareFor(range: number, wanted: Wanted): Operation | Promise<Operation> {
    const rules = this.rules(wanted.trust);
    const map = this.mapOf(rules, range);
    const key = keyOf(wanted.query, wanted.operationName);
    const known = this.operations[map]!.get(key);
    if (known) {
      this.metrics.planHits.add();
      known.uses++;
      return known.operation;
    }
    this.metrics.planMisses.add();
    return this.once(`${map}\n${key}`, () => this.compile(key, rules, range, wanted));
  }

  private mapOf({ key }: Rules, range: number): number {
    return key * this.resources.supergraph.overrides.count + range;
  }

  /** Those that were asked for most, the most used first. */
  mostUsed(limit = MAX_TAKEN_OVER): UsedOperation[] {
    const ranges = this.resources.supergraph.overrides.count;
    const all = this.operations.flatMap((map, index) =>
      [...map.entries()].map(([text, kept]) => ({ text, kept, trust: trustOf(Math.floor(index / ranges)), range: index % ranges })),
    );
    const most = all.sort((one, other) => other.kept.uses - one.kept.uses).slice(0, limit);
    return most.map(({ text, kept: { operationName, uses }, ...one }) => ({
      ...one,
      operationName,
      uses,
      query: operationName ? text.slice(operationName.length + 1) : text,
    }));
  }

  /** Prepares an operation of another engine. What counts there counts half here, so that the use of long ago is forgotten. */
  async takeOver({ uses, ...source }: UsedOperation): Promise<void> {
    await this.prepareAgain(source);
    const kept = this.operations[this.mapOf(this.rules(source.trust), source.range ?? 0)]?.get(keyOf(source.query, source.operationName));
    if (kept) kept.uses += uses / 2;
  }

  /** Prepares an operation that is new; all requests that ask for it meanwhile wait for the same. */
  private once(key: string, make: () => Promise<Operation>): Promise<Operation> {
    const refused = this.tooLong.get(key);
    if (refused && performance.now() < refused.until) return Promise.reject(refused.refusal);
    let made = this.preparing.get(key);
    if (!made) {
      made = make()
        .catch((error: unknown) => {
          const refusal = this.refusalFor(error);
          if (error instanceof PlanningRefused && error.reason === 'too long')
            this.tooLong.set(key, { refusal: refusal as RequestRefused, until: performance.now() + TOO_LONG_FOR_MS });
          throw refusal;
        })
        .finally(() => this.preparing.delete(key));
      this.preparing.set(key, made);
    }
    return made;
  }

  private async compile(key: string, rules: Rules, range: number, { query, operationName, trust, trace }: Wanted): Promise<Operation> {
    const validated = trace?.piece('validate');
    const document = this.check(query, rules);
    validated?.();
    const { resources } = this;
    const planned = plannable(document, resources.supergraph.reservedNames);
    const node = getOperationAST(planned.document, operationName);
    if (!node) {
      const message = operationName
        ? `The document has no operation called "${operationName}".`
        : 'The document has several operations: say which one in operationName.';
      throw this.refusal([new GraphQLError(message)], 'BAD_USER_INPUT');
    }
    const maxCost = this.pricesOperations ? rules.maxCost : Infinity;
    const planning = trace?.piece('plan');
    const source = node.operation === OperationTypeNode.SUBSCRIPTION ? { query, operationName, trust, range } : null;
    const share = resources.supergraph.overrides.numberIn(range);
    const operation = await Operation.prepare({
      planned,
      node,
      document,
      resources,
      maxCost,
      share,
      hash: shortHash(query),
      source,
    }).finally(planning);
    operation.rateLimit = await this.rateLimitOf(operation, planned, node, share);
    if (key.length <= MAX_KEPT_CHARACTERS) this.operations[this.mapOf(rules, range)]!.set(key, { operation, operationName, uses: 0 });
    return operation;
  }

  private check(query: string, rules: Rules): DocumentNode {
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: rules.maxTokens });
    } catch (error) {
      throw this.refusal([error as GraphQLError], 'GRAPHQL_PARSE_FAILED');
    }
    const faults = validate(this.resources.supergraph.apiSchema, document, rules.validation, { maxErrors: MAX_VALIDATION_ERRORS });
    if (faults.length) throw this.refusal(faults, 'GRAPHQL_VALIDATION_FAILED');
    return document;
  }

  private async rateLimitOf(
    operation: Operation,
    planned: Plannable,
    node: OperationDefinitionNode,
    share: number,
  ): Promise<Operation['rateLimit']> {
    const { resources } = this;
    const use = resources.supergraph.resolvesRateLimit ? rateLimitUse(planned, node) : null;
    if (!use?.dryRun) return use && { dryRun: null };
    const { document, node: reduced, isAskedFor } = use.dryRun;
    const alone = {
      planned: { ...planned, document },
      node: reduced,
      document,
      resources,
      maxCost: Infinity,
      share,
      hash: operation.hash,
      source: null,
    };
    return { dryRun: { operation: await Operation.prepare(alone), isAskedFor } };
  }

  /** Why an operation could not be prepared, as its client is told; a fault of the gateway stays what it is. */
  private refusalFor(error: unknown): unknown {
    if (error instanceof GraphError) return this.refusal([error], error.code);
    if (error instanceof NothingToFetch) return this.refusal([new GraphQLError(error.message)], 'GRAPHQL_VALIDATION_FAILED');
    if (error instanceof PlanningRefused && error.reason === 'too many')
      return new Overloaded('planning', 'Too many operations are new at this moment.');
    if (error instanceof NotPlannable || error instanceof PlanningRefused)
      return this.refusal([new GraphQLError('The operation is too complex. Ask for less at once.')], 'QUERY_TOO_COMPLEX');
    return error;
  }

  private refusal(errors: readonly GraphQLError[], code: ErrorCode = 'BAD_USER_INPUT'): RequestRefused {
    return new RequestRefused(errors.map((error) => ownError(error, code, this.limits.hideSchemaDetails)));
  }
}

const keyOf = (query: string, operationName: string | null | undefined) => (operationName ? `${operationName}\n${query}` : query);

const HASH_LENGTH = 16;

const shortHash = (query: string) => createHash('sha256').update(query).digest('hex').slice(0, HASH_LENGTH);
