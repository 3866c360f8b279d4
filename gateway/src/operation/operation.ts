import type { SubscriptionNode } from '@apollo/query-planner';
import {
  getVariableValues,
  Kind,
  OperationTypeNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import type { Caller, GraphError, LiveStart, LiveState } from '@marquee/platform';
import { OperationCost } from '../limits/cost/operation-cost';
import type { Supergraph } from '../supergraph/supergraph';
import type { RunTrace, Tracer } from '../tracing/trace';
import type { SubgraphAnswer, SubgraphTransport } from '../transport/transport';
import { BoundedMap } from '../bounded-map';
import { NEVER, withTimeLimit } from '../time-limit';
import { Asked } from '../execution/errors/requested-fields';
import { EventStream } from './event-stream';
import { ownError, type Failures } from '../execution/errors/error-reporter';
import { Fetch, takeRootAnswer, type PlanContext } from '../execution/fetching/fetch';
import { asksForData, conditionVariables } from '../document/fields';
import { introspect } from '../execution/response/introspection';
import { liveTraits, type LiveTraits } from './live-traits';
import { read, type Fields } from '../objects';
import { compilePlan, inSequence, usesContexts } from '../execution/fetching/plan';
import type { Plannable } from '../document/plannable';
import { planText } from './plan-text';
import { plansOf, type OperationPlans } from './operation-plans';
import { planVariables } from '../document/reserved-variables';
import { beginRun, type Run, type Step } from '../execution/run';
import { fragmentsOf, operationTree, type Fragments } from '../document/selection-tree';
import { compileShape, type Shape } from '../execution/response/shape';
import { beginShaping, shapeErrors } from '../execution/response/shaping';

/** An answer as it goes to the client. Without `data`, the request itself was refused and nothing was executed. */
export interface Answer {
  /** As JSON text, written once. */
  readonly data?: string;
  readonly errors?: readonly GraphQLFormattedError[];
  /** What it cost, where that was asked for. */
  readonly cost?: number;
  /** What the owner of a stream says beside an event, or instead of one: then there are neither data nor errors. Not for clients. */
  readonly live?: LiveState;
  /** The last answer of a stream that was cut off rather than refused or ended: it may be taken up again. */
  readonly lost?: boolean;
}

/** The whole answer as it goes over the wire. */
export function answerText({ data, errors }: Answer, extensions: object | null = null): string {
  const more = extensions ? `,"extensions":${JSON.stringify(extensions)}` : '';
  if (data === undefined) return `{"errors":${JSON.stringify(errors)}${more}}`;
  return errors ? `{"data":${data},"errors":${JSON.stringify(errors)}${more}}` : `{"data":${data}${more}}`;
}

export interface ExecutionRequest {
  /** As the client sent them. */
  readonly variables: Fields;
  readonly caller: Caller;
  /** Aborts when nobody waits for the answer any more. A mutation that has begun is finished all the same. */
  readonly left: AbortSignal;
  /** True: the answer says what it cost. */
  readonly measuresCost?: boolean;
  /** Follows the run. Events of streams are followed each by itself. */
  readonly trace?: RunTrace;
}

export interface StreamRequest extends ExecutionRequest {
  /** How the stream is asked for; only where `Operation.live` says that its owner understands. */
  readonly live?: LiveStart;
}

export interface Parts {
  /** For one operation, and for each event of a subscription. */
  readonly timeoutMs: number;
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly failures: Failures;
  readonly tracer: Tracer;
  readonly hideSchemaDetails: boolean;
}

/** The document is valid, but nothing of it can be had: an interface for which the subgraph asked has no implementation. */
export class NothingToFetch extends Error {
  override name = 'NothingToFetch';
}

/** What an operation is made of before it is planned. */
export interface Draft {
  readonly planned: Plannable;
  readonly node: OperationDefinitionNode;
  readonly parts: Parts;
  readonly maxCost: number;
  readonly hash: string;
}

const MAX_SHAPES = 32;
const MAX_VARIABLE_ERRORS = 5;
const MAX_NAME = 128;

/**
 * One operation of one document, ready to run any number of times: planned by Apollo's planner, its plan compiled into closures. The
 * document is valid.
 */
export class Operation {
  readonly kind: OperationTypeNode;
  /** For logs, metrics and spans, into which strangers could write no end of it. */
  readonly name: string | undefined;
  /** How its events may be shared; null for streams whose owners do not speak the live protocol. */
  readonly live: LiveTraits | null;
  /** How it uses the gateway's own field, if it does, and what to run instead when it only wants to know what it would cost. */
  rateLimit: { readonly dryRun: { readonly operation: Operation; isAskedFor(variables: Fields): boolean } | null } | null = null;
  private readonly root: GraphQLObjectType;
  private readonly steps: Step | null;
  private readonly primary: Fetch | null;
  private readonly conditions: readonly string[];
  /** @skip and @include are decided once for each combination of their variables, not for each object. */
  private readonly shapes = new BoundedMap<string, Shape>(MAX_SHAPES);

  /** Rejects with QUERY_TOO_COMPLEX, with NothingToFetch, and as planners do. */
  static async prepare({ planned, node, parts, maxCost, hash }: Draft): Promise<Operation> {
    const { apiSchema, weights } = parts.supergraph;
    const fragments = fragmentsOf(planned.document);
    const cost = new OperationCost(apiSchema, weights, node, fragments);
    // What is too dear with any variables is not even planned.
    const tooDear = cost.alwaysRefused(maxCost);
    if (tooDear) throw tooDear;
    const plans = await plansOf(parts.supergraph, planned.document, node, fragments);
    return new Operation(planned, node, parts, maxCost, hash, fragments, cost, plans);
  }

  private constructor(
    private readonly planned: Plannable,
    private readonly node: OperationDefinitionNode,
    private readonly parts: Parts,
    private readonly maxCost: number,
    /** The beginning of the document's SHA-256. */
    readonly hash: string,
    private readonly fragments: Fragments,
    private readonly cost: OperationCost,
    plans: OperationPlans,
  ) {
    const { supergraph } = parts;
    const { clientNames } = planned;
    this.kind = node.operation;
    this.name = node.name?.value.slice(0, MAX_NAME);
    this.root = supergraph.apiSchema.getRootType(node.operation) as GraphQLObjectType;
    this.conditions = conditionVariables([node.selectionSet, ...[...this.fragments.values()].map((fragment) => fragment.selectionSet)]);
    const { plan, alone } = plans;
    const context: PlanContext = {
      schema: supergraph.fullSchema,
      transports: parts.transports,
      failures: parts.failures,
      response: operationTree(node, this.fragments),
      reservedNames: supergraph.reservedNames,
      clientNames,
      preferPresent: supergraph.isMorePrecise,
      alike: new Map(),
      copies: plan !== null && usesContexts(plan),
    };
    if (!plan && asksForData(node.selectionSet, this.fragments))
      throw new NothingToFetch('No subgraph knows objects of the types asked for.');
    const later = plan?.kind === 'Subscription' ? plan.rest : plan;
    this.primary = plan?.kind === 'Subscription' ? primaryFetch(plan, context) : null;
    this.live = this.primary ? liveTraits(supergraph, planned, node, this.fragments) : null;
    const steps = (alone ?? [later]).flatMap((one) => (one ? [compilePlan(one, context, booleanDefaults(node))] : []));
    this.steps = steps.length ? inSequence(steps) : null;
  }

  /** Its query plan for people to read. Made anew: plans are not kept once they are compiled. */
  async explain(): Promise<string> {
    return planText(await plansOf(this.parts.supergraph, this.planned.document, this.node, this.fragments));
  }

  /** What it may cost with these variables; no more than what is allowed at all, because beyond it does not run. */
  costAtMost(variables: Fields): number {
    return Math.min(this.cost.requested(planVariables(variables, this.planned.variableNames)), this.maxCost);
  }

  /** What speaks against running it with these variables; null for nothing. For streams, which are otherwise told only when they begin. */
  faultsWith(variables: Fields): readonly GraphQLFormattedError[] | null {
    const given = planVariables(variables, this.planned.variableNames);
    const tooDear = this.cost.refusal(given, this.maxCost);
    if (tooDear) return refused(tooDear).errors!;
    const coerced = this.coerce(given);
    return 'errors' in coerced ? coerced.errors : null;
  }

  async execute(asked: ExecutionRequest): Promise<Answer> {
    const request = this.inPlan(asked);
    const tooDear = this.cost.refusal(request.variables, this.maxCost);
    if (tooDear) return refused(tooDear);
    const coerced = this.coerce(request.variables);
    if ('errors' in coerced) return coerced;
    const left = this.kind === OperationTypeNode.MUTATION ? NEVER : request.left;
    return withTimeLimit(left, this.parts.timeoutMs, async (signal) => {
      const run = this.begin(request, coerced.values, signal);
      await this.steps?.(run, { objects: [run.data], path: [] });
      const answer = this.finish(run, coerced.values);
      return request.measuresCost ? { ...answer, cost: this.cost.actual(run.data, request.variables) } : answer;
    });
  }

  /** Answers a stream of events, or what speaks against it. A stream that the owner refuses is one answer without data. */
  async subscribe({ live, ...asked }: StreamRequest): Promise<Answer | EventStream> {
    const request = this.inPlan(asked);
    const tooDear = this.cost.refusal(request.variables, this.maxCost);
    if (tooDear) return refused(tooDear);
    const coerced = this.coerce(request.variables);
    if ('errors' in coerced) return coerced;
    const { primary } = this;
    if (!primary) throw new Error('The operation is no subscription.');
    const failed = (error: unknown): Answer => {
      const run = this.begin(request, coerced.values, request.left);
      primary.thrown(run, error, [[]]);
      return { errors: run.errors, lost: true };
    };
    try {
      const events = await primary.subscribe(this.begin(request, coerced.values, request.left), live);
      return new EventStream(events, (event) => this.answerEvent(event, primary, request, coerced.values), failed);
    } catch (error) {
      return failed(error);
    }
  }

  private begin({ variables, caller, trace }: ExecutionRequest, values: Fields, signal: AbortSignal): Run {
    const asked = new Asked(this.parts.supergraph.apiSchema, this.fragments, values, this.node);
    return beginRun({ variables, values, caller, trace, signal, asked, changes: this.kind === OperationTypeNode.MUTATION });
  }

  private inPlan(request: ExecutionRequest): ExecutionRequest {
    const { variableNames } = this.planned;
    return variableNames.size ? { ...request, variables: planVariables(request.variables, variableNames) } : request;
  }

  private async answerEvent(event: SubgraphAnswer, primary: Fetch, request: ExecutionRequest, values: Fields): Promise<Answer> {
    const live = event.extensions?.live;
    if (!live) return this.completeEvent(event, primary, request, values);
    if (!event.data && !event.errors?.length) return { live };
    return { ...(await this.completeEvent(event, primary, request, values)), live };
  }

  private completeEvent(event: SubgraphAnswer, primary: Fetch, request: ExecutionRequest, values: Fields): Promise<Answer> {
    return withTimeLimit(request.left, this.parts.timeoutMs, async (signal) => {
      const trace = this.parts.tracer.event(this);
      const run = this.begin({ ...request, trace }, values, signal);
      try {
        takeRootAnswer(primary, run, [run.data], [], event);
        if (!event.data && run.errors.length) return event.data === null ? { data: 'null', errors: run.errors } : { errors: run.errors };
        await this.steps?.(run, { objects: [run.data], path: [] });
        return this.finish(run, values);
      } finally {
        trace?.end(run.errors.length > 0);
      }
    });
  }

  private finish(run: Run, values: Fields): Answer {
    const { errors, report } = shapeErrors(run.errors);
    const introspection = this.primary
      ? null
      : introspect(this.parts.supergraph.apiSchema, this.fragments, this.node, values, run.variables);
    const data = this.shape(values)(run.data, beginShaping(introspection, run.shares ? run.shared : null, report));
    const all = run.errors.length || errors.length ? [...run.errors, ...errors] : null;
    return all ? { data, errors: all } : { data };
  }

  private shape(values: Fields): Shape {
    const key = this.conditions.map((name) => (read(values, name) ? '1' : '0')).join('');
    let shape = this.shapes.get(key);
    if (!shape) {
      shape = compileShape(
        this.parts.supergraph.apiSchema,
        this.fragments,
        this.planned.clientNames,
        values,
        this.root,
        this.node.selectionSet,
      );
      this.shapes.set(key, shape);
    }
    return shape;
  }

  private coerce(variables: Fields): { values: Fields } | { errors: readonly GraphQLFormattedError[] } {
    const definitions = this.node.variableDefinitions ?? [];
    if (definitions.length === 0) return { values: {} };
    const { coerced, errors } = getVariableValues(this.parts.supergraph.apiSchema, definitions, variables, {
      maxErrors: MAX_VARIABLE_ERRORS,
    });
    if (coerced) return { values: coerced };
    return { errors: errors.map((error) => ownError(error, 'BAD_USER_INPUT', this.parts.hideSchemaDetails)) };
  }
}

const refused = (error: GraphError): Answer => ({ errors: [{ message: error.message, extensions: { ...error.extensions } }] });

function primaryFetch(plan: SubscriptionNode, context: PlanContext): Fetch {
  return new Fetch(plan.primary, context);
}

function booleanDefaults(node: OperationDefinitionNode): ReadonlyMap<string, boolean> {
  return new Map(
    (node.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.BOOLEAN ? [[variable.name.value, defaultValue.value] as const] : [],
    ),
  );
}
