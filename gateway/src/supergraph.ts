import { operationFromDocument } from '@apollo/federation-internals';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { PlanNode, QueryPlanner, SubscriptionNode } from '@apollo/query-planner';
import { isObjectType, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { silenceApolloTelemetry } from './env';
import { Weights } from './limits/cost/weights';
import { sensitiveMutations } from './limits/sensitive';
import { prepareSupergraph, type PlannedSupergraph } from './planning/supergraph-document';

/** A supergraph that is loaded and ready to plan for. */
export interface Supergraph {
  /** What clients see: no federation machinery, nothing @inaccessible. */
  readonly apiSchema: GraphQLSchema;
  /** Everything, as query plans speak of it. */
  readonly fullSchema: GraphQLSchema;
  /** Fields that plans may add to what a client asked for: aliases by these names would be taken for them. */
  readonly reservedNames: ReadonlySet<string>;
  /** What the SDL says about the cost of its parts. */
  readonly weights: Weights;
  /** Fields of the mutation type that are marked @sensitive. */
  readonly sensitiveMutations: ReadonlySet<string>;
  /** Routing address of each subgraph by name; empty when the supergraph gives none. */
  readonly services: ReadonlyMap<string, string>;
  /** The plan for one operation of a valid document; null when nothing needs fetching. Throws GraphQLError when it would be too complex. */
  plan(document: DocumentNode, operationName: string | undefined): PlanNode | SubscriptionNode | null;
  /** True when the first type name says more than the second: a subgraph with an interface object knows only the interface's name. */
  isMorePrecise(present: unknown, added: unknown): boolean;
}

/** The SDL is not what composition writes; the message says so in one line. */
export class SupergraphError extends Error {
  override name = 'SupergraphError';
}

/** Loads the SDL that composition wrote. Apollo's gateway does it, and its planner plans; execution is ours. */
export async function loadSupergraph(supergraphSdl: string): Promise<Supergraph> {
  silenceApolloTelemetry();
  const services = new Map<string, string>();
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const prepared = prepareSupergraph(supergraphSdl);
  const gateway = new ApolloGateway({
    supergraphSdl: prepared.sdl,
    // Stand-ins are right for planning, but no composition would write them so.
    ...(prepared.hasStandIns ? { validateSupergraph: false } : {}),
    logger: quiet,
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    buildService: ({ name, url }) => {
      services.set(name, url ?? '');
      return NEVER_USED;
    },
  });
  try {
    await gateway.load();
  } catch (error) {
    throw new SupergraphError(`The SDL is no supergraph: ${(error as Error).message.split('\n', 1)[0]}`, { cause: error });
  }
  // The only way to the planner that it offers; the version is pinned.
  const planner = gateway.__testing().queryPlanner!;
  return new LoadedSupergraph(planner, services, prepared, parse(supergraphSdl, { noLocation: true }));
}

const NEVER_USED: GraphQLDataSource = {
  process: () => Promise.reject(new Error('This gateway executes plans itself.')),
};

class LoadedSupergraph implements Supergraph {
  readonly apiSchema: GraphQLSchema;
  readonly fullSchema: GraphQLSchema;
  readonly weights: Weights;
  readonly sensitiveMutations: ReadonlySet<string>;
  private readonly planningSchema;

  constructor(
    private readonly planner: QueryPlanner,
    readonly services: ReadonlyMap<string, string>,
    private readonly prepared: PlannedSupergraph,
    document: DocumentNode,
  ) {
    this.weights = new Weights(document);
    this.sensitiveMutations = sensitiveMutations(document);
    this.planningSchema = planner.supergraph.apiSchema();
    this.apiSchema = this.planningSchema.toGraphQLJSSchema();
    this.fullSchema = planner.supergraph.schema.toGraphQLJSSchema();
  }

  plan(document: DocumentNode, operationName: string | undefined): PlanNode | SubscriptionNode | null {
    const operation = operationFromDocument(this.planningSchema, document, { operationName, validate: false });
    const plan = this.planner.buildQueryPlan(operation).node;
    return plan ? this.prepared.correction.correct(plan) : null;
  }

  get reservedNames(): ReadonlySet<string> {
    return this.prepared.reservedNames;
  }

  readonly isMorePrecise = (present: unknown, added: unknown): boolean => this.isObject(present) && !this.isObject(added);

  private isObject(name: unknown): boolean {
    return typeof name === 'string' && isObjectType(this.fullSchema.getType(name));
  }
}
