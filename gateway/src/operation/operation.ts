import { needsOf, refusedToKey, type GraphError, type Needs } from '@marquee/platform';
import { OperationTypeNode } from 'graphql';
import { deprecatedFields } from '../document/deprecated-fields';
import { rootFieldNames } from '../document/fields';
import { OperationCost } from '../limits/cost/operation-cost';
import type { Usage } from '../editions/usage';
import type { Fields } from '../objects';
import type { KnownOperation } from '../watching/known-operation';
import { BoundOperation } from './bound-operation';
import { CompiledOperation, type Draft, type OperationSource } from './compiled-operation';
import { liveTraits, type LiveTraits } from './live-traits';
import { plansOf, type OperationPlans } from './operation-plans';
import { planText } from './plan-text';

const MAX_NAME = 128;
const NO_PLANS: OperationPlans = { plan: null, alone: null };

/**
 * One operation of one document, ready to run any number of times: planned by Apollo's planner, its plan compiled into closures. The
 * document is valid.
 */
export class Operation {
  readonly kind: OperationTypeNode;
  /** For logs, metrics and spans. What lasts as long as a stream keeps this, which keeps nothing of the supergraph. */
  readonly known: KnownOperation;
  /** True: somebody whose session has ended must not run it with a token that still looks good. */
  readonly isConsequential: boolean;
  /** True: all it does is to end a session, which a token that is no good any more must not hinder. */
  readonly signsOut: boolean;
  /** True: its person does something. Streams are opened again by clients themselves. */
  readonly isDeed: boolean;
  /** What a key needs for it; found when the first key asks. */
  private needs: Needs | null = null;
  /** How its events may be shared; null for streams whose owners do not speak the live protocol. */
  readonly live: LiveTraits | null;
  /** How it uses the gateway's own field, if it does, and the operation that runs instead when it only asks what it would cost. */
  rateLimit: { readonly dryRun: { readonly operation: Operation; isAskedFor(variables: Fields): boolean } | null } | null = null;

  /** Rejects with QUERY_TOO_COMPLEX, with NothingToFetch, and as planners do. */
  static async prepare(draft: Draft): Promise<Operation> {
    const { planned, node, resources, maxCost, share } = draft;
    const cost = new OperationCost(resources.supergraph.apiSchema, resources.supergraph.weights, node, planned.fragments);
    // An operation that is too dear with any variables is not even planned.
    const tooDear = cost.alwaysRefused(maxCost);
    if (tooDear) throw tooDear;
    const isOurs = !resources.reference || node.operation === OperationTypeNode.SUBSCRIPTION;
    const plans = isOurs ? await plansOf(resources.supergraph, planned, node, share) : NO_PLANS;
    return new Operation(draft, new CompiledOperation(draft, cost, plans));
  }

  private constructor(
    private readonly draft: Draft,
    private readonly compiled: CompiledOperation,
  ) {
    const { planned, node, resources, hash } = draft;
    this.kind = node.operation;
    const deprecated = deprecatedFields(resources.supergraph.apiSchema, node, planned.fragments);
    const named = { name: node.name?.value.slice(0, MAX_NAME), kind: node.operation, hash };
    this.known = deprecated.length > 0 ? { ...named, deprecated } : named;
    const { consequential, signsOut, unprompted } = resources.supergraph.markedMutations;
    const mutations = node.operation === OperationTypeNode.MUTATION ? rootFieldNames(node, planned.fragments) : [];
    this.isConsequential = mutations.some((field) => consequential.has(field));
    this.signsOut = mutations.length > 0 && mutations.every((field) => signsOut.has(field));
    const isUnprompted = mutations.length > 0 && mutations.every((field) => unprompted.has(field));
    this.isDeed = node.operation !== OperationTypeNode.SUBSCRIPTION && !this.signsOut && !isUnprompted;
    this.live = compiled.primary ? liveTraits(resources.supergraph, node, planned.fragments) : null;
  }

  /** Cut off, because clients choose it. */
  get name(): string | undefined {
    return this.known.name;
  }

  get hash(): string {
    return this.known.hash;
  }

  /** Why a key with these scopes may not run it; null when it may. */
  refusedToKey(granted: readonly string[]): GraphError | null {
    const { planned, node, resources } = this.draft;
    const { apiSchema: schema, scopes } = resources.supergraph;
    this.needs ??= needsOf({ schema, scopes, fragments: planned.fragments }, node);
    return refusedToKey(this.needs, granted);
  }

  /** Who uses the supergraph for which it was made. */
  get usage(): Usage {
    return this.draft.resources.usage;
  }

  /** What its client asked for, of a subscription; otherwise null. */
  get source(): OperationSource | null {
    return this.draft.source;
  }

  /**
   * Tells whether a stream of the other, made for another supergraph, can go on as one of this: its owner is asked the very same, on the
   * same way, and its events go to the same people.
   */
  continues(other: Operation): boolean {
    const { live } = this;
    return (
      this.compiled.asksLike(other.compiled) &&
      live?.audience === other.live?.audience &&
      live?.cursorArgument === other.live?.cursorArgument
    );
  }

  /** The operation with the variables of one request, as the client sent them. */
  with(variables: Fields): BoundOperation {
    return new BoundOperation(this, this.compiled, variables);
  }

  /** Its query plan for people to read. Made anew, because a plan is not kept once it is compiled. */
  async explain(): Promise<string> {
    const { reference } = this.compiled;
    if (reference) return reference.explain();
    const { planned, node, resources, share } = this.draft;
    return planText(await plansOf(resources.supergraph, planned, node, share));
  }
}
