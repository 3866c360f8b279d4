import { setTimeout as pause } from 'node:timers/promises';
import { Supergraph as PlannerSupergraph } from '@apollo/federation-internals';
import { FieldScopes, type Cache, type Logger } from '@marquee/platform';
import { isObjectType, parse, print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { interfaceObjectsOf, withConcreteConditions } from '../document/concrete-conditions';
import type { Plannable } from '../document/plannable';
import { Weights } from '../limits/cost/weights';
import { withRateLimitField } from '../limits/rate-limit-field/rate-limit-field';
import { LocalPlanner } from '../planning/local-planner';
import { noContexts, tryNative, type NativePlanners } from '../planning/native-planner';
import { ApolloPlans, NativePlans, type Plans } from '../planning/plans';
import type { Plan, PlanningSettings } from '../planning/planner';
import { PlannerProcesses } from '../planning/planner-processes';
import { SharedPlans } from '../planning/shared-plans';
import { prepareSupergraph, type PlannedSupergraph } from '../planning/supergraph-document';
import { GRANT_FIELD } from '../keys/key-owner';
import { serviceOf, sessionService } from '../sessions/session-owner';
import type { Metrics } from '../watching/metrics';
import { Directives } from './directives';
import { teachScalars, type KnownScalars } from './known-scalars';
import { labelsOf, OverrideShares } from './override-shares';
import { markedMutations, type MarkedMutations } from './marked-mutations';

/** A supergraph that is loaded and ready to plan for. */
export interface Supergraph {
  /** As it was composed, with the gateway's own field where it resolves one. */
  readonly sdl: string;
  /** What clients see: no federation machinery, nothing @inaccessible. */
  readonly apiSchema: GraphQLSchema;
  /** The whole schema, to which query plans refer. */
  readonly fullSchema: GraphQLSchema;
  /** The composed directives of the fields. */
  readonly directives: Directives;
  /** Fields that plans may add to the client's: an alias by one of these names would be taken for the field. */
  readonly reservedNames: ReadonlySet<string>;
  /** Costs and list sizes by the SDL. */
  readonly weights: Weights;
  readonly markedMutations: MarkedMutations;
  /** The subgraph that keeps sessions; null when none does. */
  readonly sessionService: string | null;
  /** The subgraph that keeps keys of programs; null when none does. */
  readonly keyService: string | null;
  /** What keys need for each field. */
  readonly scopes: FieldScopes;
  /** How requests are shared out by labels of @override. */
  readonly overrides: OverrideShares;
  /** True when the gateway itself resolves `rateLimit`. */
  readonly resolvesRateLimit: boolean;
  /** Routing address of each subgraph by name; empty when the supergraph gives none. */
  readonly services: ReadonlyMap<string, string>;
  /** The plan for one operation of a valid document. Rejects as planners do. */
  plan(of: Pick<Plannable, 'document' | 'fragments'>, operationName: string | undefined, share: number): Promise<Plan>;
  /** True when the first type name is more precise than the second: a subgraph with an interface object knows only the interface's name. */
  isMorePrecise(present: unknown, added: unknown): boolean;
  /** Ends the planner. */
  stop(): Promise<void>;
}

export interface SupergraphOptions {
  readonly planning: PlanningSettings;
  /** True: the gateway resolves `rateLimit` itself, as a service of its own. */
  readonly rateLimitField?: boolean;
  /** The native planner, where it is chosen and has a binary. */
  readonly native?: NativePlanners;
  /** Where gateways of the same supergraph share their plans. */
  readonly plans?: Cache;
  /** The rules of custom scalars, as far as the host knows them. */
  readonly scalars?: KnownScalars;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The SDL is no supergraph; the message says why in one line. */
export class SupergraphError extends Error {
  override name = 'SupergraphError';
}

/** Loads the SDL that composition wrote. Apollo's packages read it and plan; execution is ours. */
export function loadSupergraph(supergraphSdl: string, options: SupergraphOptions): Supergraph {
  const loading = load(supergraphSdl, options);
  for (;;) {
    const step = loading.next();
    if (step.done) return step.value;
  }
}

/** Requests take several turns of the loop: in one turn between two parts each would get ahead by one step only. */
const GAP_MS = 20;

/** The same while requests are served: they pass between its parts, of which a large supergraph takes up to half a second each. */
export async function loadSupergraphInTurns(supergraphSdl: string, options: SupergraphOptions): Promise<Supergraph> {
  const loading = load(supergraphSdl, options);
  for (;;) {
    const step = loading.next();
    if (step.done) return step.value;
    await pause(GAP_MS);
  }
}

function* load(supergraphSdl: string, options: SupergraphOptions): Generator<void, Supergraph> {
  try {
    return new LoadedSupergraph(yield* readSupergraph(supergraphSdl, options), options);
  } catch (error) {
    throw new SupergraphError(`The SDL is no supergraph: ${(error as Error).message.split('\n', 1)[0]}`, { cause: error });
  }
}

/** What is read from the SDL before anything is opened for it. */
interface ReadSupergraph {
  readonly sdl: string;
  readonly document: DocumentNode;
  readonly resolvesRateLimit: boolean;
  readonly prepared: PlannedSupergraph;
  readonly planned: PlannerSupergraph;
  readonly apiSchema: GraphQLSchema;
  readonly fullSchema: GraphQLSchema;
}

function* readSupergraph(supergraphSdl: string, { rateLimitField }: SupergraphOptions): Generator<void, ReadSupergraph> {
  const given = parse(supergraphSdl, { noLocation: true });
  const document = rateLimitField ? withRateLimitField(given) : given;
  const resolvesRateLimit = document !== given;
  const original = resolvesRateLimit ? print(document) : supergraphSdl;
  yield;
  const prepared = prepareSupergraph(document, original);
  yield;
  const planned = buildForPlanner(prepared);
  yield;
  const api = planned.apiSchema();
  yield;
  const apiSchema = api.toGraphQLJSSchema();
  yield;
  const fullSchema = planned.schema.toGraphQLJSSchema();
  yield;
  return { sdl: original, document, resolvesRateLimit, prepared, planned, apiSchema, fullSchema };
}

// Stand-ins are right for planning, but composition would not write them, so validation would refuse them.
const buildForPlanner = ({ sdl, hasStandIns }: PlannedSupergraph) => PlannerSupergraph.build(sdl, { validateSupergraph: !hasStandIns });

// The planner's supergraph is large. A function made beside `planned` would keep it, where it is not needed, too.
const ready = (planned: PlannerSupergraph) => () => planned;
const builder = (prepared: PlannedSupergraph) => () => buildForPlanner(prepared);

class LoadedSupergraph implements Supergraph {
  readonly sdl: string;
  readonly apiSchema: GraphQLSchema;
  readonly fullSchema: GraphQLSchema;
  readonly directives: Directives;
  readonly weights: Weights;
  readonly markedMutations: MarkedMutations;
  readonly sessionService: string | null;
  readonly keyService: string | null;
  readonly scopes: FieldScopes;
  readonly overrides: OverrideShares;
  readonly resolvesRateLimit: boolean;
  readonly services: ReadonlyMap<string, string>;
  private readonly prepared: PlannedSupergraph;
  private readonly plans: Plans;
  private readonly interfaceObjects: ReadonlySet<string>;

  constructor(
    { sdl: original, document, resolvesRateLimit, prepared, planned, apiSchema, fullSchema }: ReadSupergraph,
    { planning: { where, mainInstead, ...settings }, native, plans, scalars = {}, logger, metrics }: SupergraphOptions,
  ) {
    this.sdl = original;
    this.resolvesRateLimit = resolvesRateLimit;
    this.overrides = new OverrideShares(document);
    this.interfaceObjects = interfaceObjectsOf(document);
    this.weights = new Weights(document);
    this.markedMutations = markedMutations(document);
    this.sessionService = sessionService(document);
    this.keyService = serviceOf(document, GRANT_FIELD);
    this.scopes = new FieldScopes(document, resolvesRateLimit ? ['Query.rateLimit'] : []);
    this.prepared = prepared;
    const { sdl } = prepared;
    this.services = new Map(planned.subgraphsMetadata().map(({ name, url }) => [name, url ?? '']));
    this.apiSchema = apiSchema;
    teachScalars(apiSchema, scalars);
    this.fullSchema = fullSchema;
    this.directives = new Directives(fullSchema);
    const labels = labelsOf(document);
    const local = (of: () => PlannerSupergraph) => new LocalPlanner(of, metrics.planning.with('main'), labels);
    const planner =
      where === 'main'
        ? local(ready(planned))
        : new PlannerProcesses({
            sdl,
            labels,
            instead: mainInstead ? local(builder(prepared)) : null,
            durations: metrics.planning.with('process'),
            logger,
            ...settings,
          });
    const { correction, usesContext } = this.prepared;
    const apollo = new ApolloPlans(plans ? new SharedPlans(planner, plans, sdl) : planner, correction, this.apiSchema);
    const options = {
      ...settings,
      durations: metrics.planning.with('native'),
      logger,
      schema: this.fullSchema,
      reservedNames: this.prepared.reservedNames,
    };
    const ofNative = native && (usesContext ? noContexts(logger) : tryNative(native, sdl, options));
    this.plans = ofNative ? new NativePlans(ofNative, correction, apollo, this.apiSchema, logger) : apollo;
  }

  async plan(of: Pick<Plannable, 'document' | 'fragments'>, operationName: string | undefined, share: number): Promise<Plan> {
    const { apiSchema, interfaceObjects } = this;
    return this.plans.plan(interfaceObjects.size ? withConcreteConditions(of, apiSchema, interfaceObjects) : of, operationName, share);
  }

  stop(): Promise<void> {
    return this.plans.stop();
  }

  get reservedNames(): ReadonlySet<string> {
    return this.prepared.reservedNames;
  }

  readonly isMorePrecise = (present: unknown, added: unknown): boolean => this.isObject(present) && !this.isObject(added);

  private isObject(name: unknown): boolean {
    return typeof name === 'string' && isObjectType(this.fullSchema.getType(name));
  }
}
