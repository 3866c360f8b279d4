import { createHash } from 'node:crypto';
import { getOperationAST, GraphQLError, parse, validate, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import { GraphError, type Logger } from '@marquee/platform';
import { BoundedMap } from '../bounded-map';
import { PUBLIC, rulesOf, type Limits, type Rules, type Standing } from '../limits/limits';
import type { Supergraph } from '../supergraph';
import type { SubgraphTransport } from '../transport/transport';
import type { Watch } from '../watching/watch';
import { Failures, ownError } from './failures';
import { NothingToFetch, Operation, type Parts } from './operation';
import { plannable } from './plannable';

const MAX_OPERATIONS = 2_000;
const MAX_VALIDATION_ERRORS = 5;

/** The document is wrong, or does not say what to run: nothing was executed. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';

  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The request was refused.');
  }
}

export interface EngineOptions {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly limits: Limits;
  readonly timeoutMs: number;
  readonly logger: Logger;
  readonly watch: Watch;
}

/**
 * Turns documents into operations that are ready to run. Each is parsed, validated and planned once, then kept; all ways in (HTTP,
 * sockets) go through here, so that the same rules hold on each.
 */
export class Engine {
  /** By the rules that were held against them. */
  private readonly operations = [0, 1, 2, 3].map(() => new BoundedMap<string, Operation>(MAX_OPERATIONS));
  private readonly parts: Parts;
  private readonly rules;
  readonly limits: Limits;
  private readonly watch: Watch;

  constructor(options: EngineOptions) {
    this.watch = options.watch;
    this.limits = options.limits;
    this.rules = rulesOf(options.limits, options.supergraph.sensitiveMutations);
    this.parts = {
      supergraph: options.supergraph,
      transports: options.transports,
      timeoutMs: options.timeoutMs,
      failures: new Failures(options.logger),
      hideSchemaDetails: options.limits.hideSchemaDetails,
    };
  }

  get operationCount(): number {
    return this.operations.reduce((sum, { size }) => sum + size, 0);
  }

  /** Throws RequestRefused. */
  prepare(query: string, operationName?: string | null, standing: Standing = PUBLIC): Operation {
    const rules = this.rules(standing);
    const key = operationName ? `${operationName}\n${query}` : query;
    const known = this.operations[rules.key]!.get(key);
    (known ? this.watch.planHits : this.watch.planMisses).add();
    return known ?? this.compile(key, rules, query, operationName);
  }

  private check(query: string, rules: Rules): DocumentNode {
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: rules.maxTokens });
    } catch (error) {
      throw this.refusal([error as GraphQLError], 'GRAPHQL_PARSE_FAILED');
    }
    const faults = validate(this.parts.supergraph.apiSchema, document, rules.validation, { maxErrors: MAX_VALIDATION_ERRORS });
    if (faults.length) throw this.refusal(faults, 'GRAPHQL_VALIDATION_FAILED');
    return document;
  }

  private compile(key: string, rules: Rules, query: string, operationName: string | null | undefined): Operation {
    const document = this.check(query, rules);
    const planned = plannable(document, this.parts.supergraph.reservedNames);
    const node = getOperationAST(planned.document, operationName);
    if (!node) {
      const message = operationName
        ? `The document has no operation called "${operationName}".`
        : 'The document has several operations: say which one in operationName.';
      throw this.refusal([new GraphQLError(message)], 'BAD_USER_INPUT');
    }
    try {
      const maxCost = this.parts.supergraph.weights.areGiven ? rules.maxCost : Infinity;
      const operation = new Operation(planned, node, this.parts, maxCost, shortHash(query));
      this.operations[rules.key]!.set(key, operation);
      return operation;
    } catch (error) {
      if (error instanceof GraphError) throw this.refusal([error], 'QUERY_TOO_COMPLEX');
      // The planner refuses what would take it too long; its message speaks of its own workings.
      if (error instanceof GraphQLError)
        throw this.refusal([new GraphQLError('The operation is too complex. Ask for less at once.')], 'QUERY_TOO_COMPLEX');
      if (error instanceof NothingToFetch) throw this.refusal([new GraphQLError(error.message)], 'GRAPHQL_VALIDATION_FAILED');
      throw error;
    }
  }

  private refusal(
    errors: readonly GraphQLError[],
    code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT' | 'QUERY_TOO_COMPLEX',
  ): RequestRefused {
    return new RequestRefused(errors.map((error) => ownError(error, code, this.limits.hideSchemaDetails)));
  }
}

const HASH_LENGTH = 16;

const shortHash = (query: string) => createHash('sha256').update(query).digest('hex').slice(0, HASH_LENGTH);
