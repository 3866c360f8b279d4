import type { SubscriptionNode } from '@apollo/query-planner';
import {
  getVariableValues,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import type { Caller } from '@marquee/platform';
import { BoundedMap } from '../bounded-map';
import { asksForData, conditionVariables } from '../document/fields';
import type { Plannable } from '../document/plannable';
import { planVariables } from '../document/reserved-variables';
import { operationTree } from '../document/selection-tree';
import type { ErrorReporter } from '../execution/errors/error-reporter';
import { ownError } from '../execution/errors/own-errors';
import { RequestedFields } from '../execution/errors/requested-fields';
import { Fetch, type PlanContext } from '../execution/fetching/fetch';
import { compilePlan, inSequence, usesContexts } from '../execution/fetching/plan';
import { introspect } from '../execution/response/introspection';
import { compileShape, type Shape } from '../execution/response/shape';
import { beginShaping, shapeErrors } from '../execution/response/shaping';
import { beginRun, type Run, type PlanStep } from '../execution/run';
import type { Usage } from '../editions/usage';
import type { OperationCost } from '../limits/cost/operation-cost';
import type { Trust } from '../limits/limits';
import { read, type Fields } from '../objects';
import type { ReferenceEngine } from '../reference/reference-engine';
import type { ReferenceOperation } from '../reference/reference-operation';
import type { Supergraph } from '../supergraph/supergraph';
import type { RunTrace, Tracer } from '../tracing/trace';
import type { SubgraphTransport } from '../transport/transport';
import type { Answer } from './answer';
import { keepingOf, type Keeping } from './keeping';
import type { OperationPlans } from './operation-plans';

/** What every operation of an engine is compiled against and runs with. */
export interface OperationResources {
  /** For one operation, and for each event of a subscription. */
  readonly timeoutMs: number;
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly reporter: ErrorReporter;
  readonly tracer: Tracer;
  readonly hideSchemaDetails: boolean;
  /** Who uses the supergraph that these operations were made for. */
  readonly usage: Usage;
  /** Executes queries and mutations in the place of our own execution; null for our own. */
  readonly reference: ReferenceEngine | null;
}

/** What is known of an operation before it is planned. */
export interface Draft {
  readonly planned: Plannable;
  readonly node: OperationDefinitionNode;
  /** The client's document. */
  readonly document: DocumentNode;
  readonly resources: OperationResources;
  readonly maxCost: number;
  /** Decides which labels `percent(n)` of @override are on: those with a greater `n`. */
  readonly share: number;
  /** The beginning of the document's SHA-256. */
  readonly hash: string;
  /** What the client asked for, of a subscription: it is prepared again when another supergraph takes over. */
  readonly source: OperationSource | null;
}

/** A document as a client sent it. */
export interface OperationSource {
  readonly query: string;
  readonly operationName: string | null | undefined;
  readonly trust: Trust;
  /** Of the ranges of requests that labels of @override make, the one for which it is planned. */
  readonly range?: number;
}

/** The document is valid, but nothing of it can be had: an interface for which the subgraph asked has no implementation. */
export class NothingToFetch extends Error {
  override name = 'NothingToFetch';
}

/** The variables of one request: as the plan names them, and as the schema understands them, with defaults. */
export interface RunVariables {
  readonly variables: Fields;
  readonly values: Fields;
}

/** What the values of the variables of @skip and @include decide. */
interface Form {
  readonly shape: Shape;
  readonly keeping: Keeping | undefined;
}

const MAX_FORMS = 32;
const MAX_VARIABLE_ERRORS = 5;

/** The parts of an operation that are made once and used by every run: its plan as closures, its shapes, its cost. */
export class CompiledOperation {
  readonly cost: OperationCost;
  readonly maxCost: number;
  readonly resources: OperationResources;
  readonly isMutation: boolean;
  /** The plan, or what completes each event of a subscription; null when nothing has to be fetched. */
  readonly steps: PlanStep | null;
  /** What runs instead of the plan; null for the plan. */
  readonly reference: ReferenceOperation | null;
  /** The owner's stream of a subscription. */
  readonly primary: Fetch | null;
  private readonly planned: Plannable;
  private readonly node: OperationDefinitionNode;
  private readonly root: GraphQLObjectType;
  private readonly services: ReadonlySet<string>;
  private readonly conditions: readonly string[];
  /** @skip and @include are decided once for each combination of their variables, not for each object. */
  private readonly forms = new BoundedMap<string, Form>(MAX_FORMS);

  /** Throws NothingToFetch. */
  constructor({ planned, node, document, resources, maxCost }: Draft, cost: OperationCost, { plan, alone }: OperationPlans) {
    this.planned = planned;
    this.node = node;
    this.resources = resources;
    this.cost = cost;
    this.maxCost = maxCost;
    this.isMutation = node.operation === OperationTypeNode.MUTATION;
    const { supergraph, transports, reporter } = resources;
    const isStream = node.operation === OperationTypeNode.SUBSCRIPTION;
    this.reference = (!isStream && resources.reference?.operation(document, node.name?.value)) || null;
    const { fragments, clientNames } = planned;
    this.root = supergraph.apiSchema.getRootType(node.operation) as GraphQLObjectType;
    this.conditions = conditionVariables([node.selectionSet, ...[...fragments.values()].map((fragment) => fragment.selectionSet)]);
    const context: PlanContext = {
      schema: supergraph.fullSchema,
      transports,
      reporter,
      response: operationTree(node, fragments),
      reservedNames: supergraph.reservedNames,
      clientNames,
      preferPresent: supergraph.isMorePrecise,
      alike: new Map(),
      services: new Set(),
      copies: plan !== null && usesContexts(plan),
    };
    this.services = context.services;
    if (!plan && !this.reference && asksForData(node.selectionSet, fragments))
      throw new NothingToFetch('No subgraph knows objects of the types asked for.');
    const later = plan?.kind === 'Subscription' ? plan.rest : plan;
    this.primary = plan?.kind === 'Subscription' ? primaryFetch(plan, context) : null;
    const steps = (alone ?? [later]).flatMap((one) => (one ? [compilePlan(one, context, booleanDefaults(node))] : []));
    this.steps = steps.length ? inSequence(steps) : null;
  }

  /** True when the owners of both streams are asked the very same. */
  asksLike({ primary }: CompiledOperation): boolean {
    return this.primary !== null && primary !== null && this.primary.asksLike(primary);
  }

  /** The client's variables under the plan's names. */
  inPlan(variables: Fields): Fields {
    return planVariables(variables, this.planned.variableNames);
  }

  /** `variables` are under the plan's names. */
  coerce(variables: Fields): { readonly values: Fields } | { readonly errors: readonly GraphQLFormattedError[] } {
    const definitions = this.node.variableDefinitions ?? [];
    if (definitions.length === 0) return { values: {} };
    const { supergraph, hideSchemaDetails } = this.resources;
    const { coerced, errors } = getVariableValues(supergraph.apiSchema, definitions, variables, { maxErrors: MAX_VARIABLE_ERRORS });
    if (coerced) return { values: coerced };
    return { errors: errors.map((error) => ownError(error, 'BAD_USER_INPUT', hideSchemaDetails)) };
  }

  begin({ variables, values }: RunVariables, caller: Caller, signal: AbortSignal, trace: RunTrace | undefined): Run {
    const requested = new RequestedFields(this.resources.supergraph.apiSchema, this.planned.fragments, values, this.node);
    return beginRun({ variables, values, caller, trace, signal, requested, changes: this.isMutation });
  }

  /** The response, when everything has been fetched. */
  answerOf(run: Run): Answer {
    const { errors, report } = shapeErrors(run.errors);
    const { values } = run;
    const introspection = this.primary
      ? null
      : introspect(this.resources.supergraph.apiSchema, this.planned.fragments, this.node, values, run.variables);
    const { shape, keeping } = this.formFor(values);
    const data = shape(run.data, beginShaping(run, introspection, report));
    if (errors.length) this.resources.reporter.wrongData(run, [...this.services], errors);
    const all = run.errors.length || errors.length ? [...run.errors, ...errors] : null;
    return all ? { data, errors: all } : { data, keeping };
  }

  private formFor(values: Fields): Form {
    const key = this.conditions.map((name) => (read(values, name) ? '1' : '0')).join('');
    let form = this.forms.get(key);
    if (!form) {
      const { root, node, planned } = this;
      const { fragments, clientNames } = planned;
      const { apiSchema: schema, directives } = this.resources.supergraph;
      const isQuery = node.operation === OperationTypeNode.QUERY;
      form = {
        shape: compileShape({ schema, fragments, clientNames, values }, root, node.selectionSet),
        keeping: isQuery ? keepingOf({ schema, directives, fragments, values }, root, node.selectionSet) : undefined,
      };
      this.forms.set(key, form);
    }
    return form;
  }
}

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
