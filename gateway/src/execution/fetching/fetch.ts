import type { FetchNode } from '@apollo/query-planner';
import type { LiveStart } from '@marquee/platform';
import { Kind, OperationTypeNode, parse, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { ClientNames } from '../../document/aliases';
import { fragmentsOf } from '../../document/fragments';
import { operationTree, visiblePart, type SelectionTree } from '../../document/selection-tree';
import { read, write, type Fields } from '../../objects';
import type { SubgraphAnswer, SubgraphCall, SubgraphOperation, SubgraphTransport } from '../../transport/transport';
import type { ErrorReporter } from '../errors/error-reporter';
import type { ResponsePath } from '../response-paths';
import type { Run } from '../run';
import { compileMerge, type MergeSteps, type PreferPresent } from './merge';
import { compilePathRewrites, compileRewrites } from './rewrites';

/** What all parts of one plan are compiled against. */
export interface PlanContext {
  /** The supergraph's full schema: plans speak of types that the public API may hide. */
  readonly schema: GraphQLSchema;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly reporter: ErrorReporter;
  /** What the client requests. */
  readonly response: SelectionTree;
  /** Fields that plans may fetch for their own needs. */
  readonly reservedNames: ReadonlySet<string>;
  readonly clientNames: ClientNames;
  readonly preferPresent: PreferPresent;
  /** How many entity fetches of the plan ask the same question, by question. */
  readonly alike: Map<string, number>;
  /** The services that the plan asks. */
  readonly services: Set<string>;
  /** True when the fields of an entity depend on its place (contextual arguments), so that nothing may be shared. */
  readonly copies: boolean;
}

/** A fetch before it runs: what fetches at the root and fetches of entities have in common. */
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
    context.services.add(node.serviceName);
    this.operation = { kind: node.operationKind, query: node.operation, operationName: node.operationName };
    this.document = node.operationDocumentNode ?? parse(node.operation, { noLocation: true });
    this.tree = treeOf(this.document);
    // Variables of the plan itself get their values when the fetch runs.
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

  /** True when both ask the very same of the same service, on the same way. */
  asksLike(other: Fetch): boolean {
    return (
      this.transport === other.transport &&
      this.operation.query === other.operation.query &&
      this.operation.operationName === other.operation.operationName &&
      this.variableNames.join() === other.variableNames.join()
    );
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

  /** Compiled with the first answer, when the tree is finished. */
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

  /** Records an error of the subgraph's answer. `below` is its path in that answer, below the `place` in the client's response. */
  recordError(run: Run, error: GraphQLFormattedError, place: ResponsePath, below: ResponsePath | undefined): void {
    const full = below ? [...place, ...this.renamePath(below)] : place;
    const path = this.inResponse(run, full);
    if (path) run.errors.push(this.context.reporter.errorInAnswer(run, this.service, error, path));
  }

  /** Records a call that brought no answer, at each of the paths. */
  recordFailure(run: Run, error: unknown, paths: readonly ResponsePath[]): void {
    run.lost = true;
    for (const full of paths) {
      const path = this.inResponse(run, full);
      if (path) run.errors.push(this.context.reporter.failedCall(run, this.service, this.isMutation, error, path));
    }
  }

  /**
   * Returns a path of the data as the client knows it. Null for a field that the client skipped, or requested of objects of another type
   * only: plans do not keep all conditions, and an error about nothing in the response does not concern the client. An error about a
   * field that the plan needs itself is reported at the object to which the field belongs.
   */
  private inResponse(run: Run, path: ResponsePath): ResponsePath | null {
    const { response, clientNames, reservedNames } = this.context;
    const written = visiblePart(path, response);
    const visible = run.requested.visiblePart(written, run.data);
    if (visible.length < written.length && !reservedNames.has(String(written[visible.length]))) return null;
    return clientNames.size ? visible.map((leg) => clientNames.get(leg as string) ?? leg) : visible;
  }
}

function treeOf(document: DocumentNode): SelectionTree {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operation ? operationTree(operation, fragmentsOf(document)) : new Map();
}
