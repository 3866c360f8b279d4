import type { FetchNode } from '@apollo/query-planner';
import type { LiveStart } from '@marquee/platform';
import { Kind, OperationTypeNode, parse, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { SubgraphAnswer, SubgraphCall, SubgraphOperation, SubgraphTransport } from '../../transport/transport';
import type { ClientNames } from '../../document/aliases';
import { compileEntityFetch } from './entity-fetch';
import type { Failures } from '../errors/error-reporter';
import { compileMerge, copyOf, merge, type MergeSteps, type PreferPresent } from './merge';
import { read, write, type Fields } from '../../objects';
import type { ResponsePath } from '../response-paths';
import { compilePathRewrites, compileRewrites } from './rewrites';
import type { Run, Step } from '../run';
import { fragmentsOf, operationTree, renameInTree, visiblePart, type SelectionTree } from '../../document/selection-tree';

/** What all parts of one plan are compiled against. */
export interface PlanContext {
  /** The supergraph's full schema: plans speak of types that the public API may hide. */
  readonly schema: GraphQLSchema;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly failures: Failures;
  /** What the client asked for. */
  readonly response: SelectionTree;
  /** Fields that plans may ask for by themselves. */
  readonly reservedNames: ReadonlySet<string>;
  readonly clientNames: ClientNames;
  readonly preferPresent: PreferPresent;
  /** How many entity fetches of the plan ask the same, by what they ask. */
  readonly alike: Map<string, number>;
  /** True when what is fetched for an entity depends on where it stands (contextual arguments), so that nothing may be shared. */
  readonly copies: boolean;
}

/** What is known of a fetch before it runs, common to fetches at the root and of entities. */
export class Fetch {
  readonly operation: SubgraphOperation;
  readonly document: DocumentNode;
  readonly tree: SelectionTree;
  private steps: MergeSteps | undefined;
  private readonly transport: SubgraphTransport;
  private readonly variableNames: readonly string[];
  private readonly renamePath;
  readonly rewriteInput;
  readonly rewriteOutput;

  constructor(
    readonly node: FetchNode,
    readonly context: PlanContext,
  ) {
    const transport = context.transports.get(node.serviceName);
    if (!transport) throw new Error(`The plan uses the service "${node.serviceName}", which has no transport.`);
    this.transport = transport;
    this.operation = { kind: node.operationKind, query: node.operation, operationName: node.operationName };
    this.document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
    this.tree = treeOf(this.document);
    // Variables of the plan's own get their values where the fetch runs.
    const ofPlan = new Set((node.contextRewrites ?? []).map((rewrite) => rewrite.renameKeyTo));
    if (node.requires) ofPlan.add('representations');
    this.variableNames = (node.variableUsages ?? []).filter((name) => !ofPlan.has(name));
    this.renamePath = compilePathRewrites(node.outputRewrites);
    this.rewriteInput = compileRewrites(context.schema, node.inputRewrites);
    this.rewriteOutput = compileRewrites(context.schema, node.outputRewrites);
  }

  get service(): string {
    return this.node.serviceName;
  }

  get isMutation(): boolean {
    return this.node.operationKind === OperationTypeNode.MUTATION;
  }

  variables(run: Run): Fields {
    const used: Fields = {};
    for (const name of this.variableNames) {
      const value = read(run.variables, name);
      if (value !== undefined) write(used, name, value);
    }
    return used;
  }

  /** Of a finished tree: asked for when the first answer is there. */
  get mergeSteps(): MergeSteps {
    return (this.steps ??= compileMerge(this.tree));
  }

  /** True when the transport takes variables as JSON text. */
  get writes(): boolean {
    return this.transport.writes === true;
  }

  call(run: Run, variables: Fields, variablesText?: string): SubgraphCall {
    const { caller, signal, trace, contexts } = run;
    return { operation: this.operation, variables, variablesText, caller, signal, trace, contexts };
  }

  send(run: Run, variables: Fields, variablesText?: string): Promise<SubgraphAnswer> {
    return this.transport.execute(this.call(run, variables, variablesText));
  }

  subscribe(run: Run, live: LiveStart | undefined): Promise<AsyncIterable<SubgraphAnswer>> {
    return this.transport.subscribe({ ...this.call(run, this.variables(run)), live });
  }

  /** Records an error that the subgraph answered. `path` is what the subgraph said, below the `place` in the client's response. */
  answered(run: Run, error: GraphQLFormattedError, place: ResponsePath, below: ResponsePath | undefined): void {
    const full = below ? [...place, ...this.renamePath(below)] : place;
    const path = this.inResponse(run, full);
    if (path) run.errors.push(this.context.failures.answered(run, this.service, error, path));
  }

  thrown(run: Run, error: unknown, paths: readonly ResponsePath[]): void {
    for (const full of paths) {
      const path = this.inResponse(run, full);
      if (path) run.errors.push(this.context.failures.thrown(run, this.service, this.isMutation, error, path));
    }
  }

  /**
   * A path of the data as the client knows it. Null for what the client skipped, or asked only of objects of another type: plans do not
   * keep all conditions, but an error about nothing in the response would be none of the client's. What the plan may need itself is told
   * at the object that it belongs to.
   */
  private inResponse(run: Run, path: ResponsePath): ResponsePath | null {
    const { response, clientNames, reservedNames } = this.context;
    const written = visiblePart(path, response);
    const visible = run.asked.visiblePart(written, run.data);
    if (visible.length < written.length && !reservedNames.has(String(written[visible.length]))) return null;
    return clientNames.size ? visible.map((leg) => clientNames.get(leg as string) ?? leg) : visible;
  }
}

export function compileFetch(node: FetchNode, context: PlanContext): Step {
  const fetch = new Fetch(node, context);
  return node.requires ? compileEntityFetch(fetch, node.requires) : compileRootFetch(fetch);
}

/** A fetch of root fields: for the operation itself, or (in a plan's later part) where an object holds a root type again. */
function compileRootFetch(fetch: Fetch): Step {
  renameInTree(fetch.tree, fetch.node.outputRewrites);
  return async (run, cursor) => {
    if (cursor.objects.length === 0) return;
    const place = cursor.path.filter((leg) => leg !== '@');
    try {
      const answer = await fetch.send(run, fetch.variables(run));
      takeRootAnswer(fetch, run, cursor.objects, place, answer);
    } catch (error) {
      fetch.thrown(
        run,
        error,
        [...fetch.tree.keys()].map((key) => [...place, key]),
      );
    }
  };
}

/** Puts what a subgraph answered to root fields into the objects at one place. Used by subscriptions too, for each event. */
export function takeRootAnswer(fetch: Fetch, run: Run, objects: readonly Fields[], place: ResponsePath, answer: SubgraphAnswer): void {
  for (const error of answer.errors ?? []) fetch.answered(run, error, place, error?.path);
  if (!answer.data) return;
  fetch.rewriteOutput?.(answer.data);
  const last = objects.length - 1;
  const steps = fetch.mergeSteps;
  objects.forEach((object, index) =>
    merge(object, index === last ? answer.data! : copyOf(answer.data!, steps), steps, fetch.context.preferPresent),
  );
}

function treeOf(document: DocumentNode): SelectionTree {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operation ? operationTree(operation, fragmentsOf(document)) : new Map();
}
