import type { Caller } from '@marquee/platform';
import { buildSchema, execute, parse, type DocumentNode } from 'graphql';
import { BoundedMap } from '../../bounded-map';
import type { SubgraphAnswer, SubgraphCall, SubgraphTransport } from '../../transport/transport';
import type { RateState } from '../rate/state';
import { bucketOf } from '../rate/state';
import { RATE_LIMIT_SDL } from './rate-limit-field';

/** What an operation is charged, and its payer's state; null where cost is not limited. */
export interface Charge {
  readonly cost: number;
  readonly state: RateState | null;
}

const MAX_DOCUMENTS = 500;
const MAX_INT = 2 ** 31 - 1;

/** The gateway as a service of its own supergraph: it resolves `rateLimit`. */
export class RateLimitService implements SubgraphTransport {
  private readonly schema = buildSchema(RATE_LIMIT_SDL);
  private readonly documents = new BoundedMap<string, DocumentNode>(MAX_DOCUMENTS);
  /** By caller, which is a new object for each operation: nothing else goes with an operation all the way to its fetches. */
  private readonly charges = new WeakMap<Caller, Charge>();

  constructor(private readonly now: () => number = Date.now) {}

  /** To be called before the operation runs. */
  charge(caller: Caller, charge: Charge): void {
    this.charges.set(caller, charge);
  }

  async execute({ operation, variables, caller }: SubgraphCall): Promise<SubgraphAnswer> {
    let document = this.documents.get(operation.query);
    if (!document) this.documents.set(operation.query, (document = parse(operation.query, { noLocation: true })));
    const rootValue = { rateLimit: () => this.rateLimit(this.charges.get(caller)) };
    return (await execute({ schema: this.schema, document, rootValue, variableValues: variables })) as SubgraphAnswer;
  }

  subscribe(): Promise<AsyncIterable<SubgraphAnswer>> {
    return Promise.reject(new Error('The gateway has no stream of its own.'));
  }

  async close(): Promise<void> {}

  private rateLimit(charge: Charge | undefined) {
    const { cost = 0, state = null } = charge ?? {};
    const left = state?.pointsLeft ?? null;
    if (!state || left === null) return { limit: null, cost: whole(cost), remaining: null, resetAt: null };
    const { allowance } = state;
    const fullInMs = ((allowance.cost - left) / bucketOf(allowance).perSecond) * 1000;
    return {
      limit: whole(allowance.cost),
      cost: whole(cost),
      remaining: whole(Math.floor(left)),
      resetAt: new Date(this.now() + fullInMs).toISOString(),
    };
  }
}

const whole = (points: number) => Math.min(points, MAX_INT);
