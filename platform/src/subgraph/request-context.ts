import type { TransactionOptions } from '../db';
import { notAllowed, unauthenticated } from '../errors';
import { once, wasAnswered, type SqlTransaction } from '../idempotency';
import { forgetParts } from '../lazy';
import type { LiveStart } from '../live';
import type { Logger } from '../logger';
import type { Caller, Viewer } from '../viewer';
import { takeStep, type AnyKept, type Step, type TxOf } from './step';

/** How a subgraph makes what serves one request. */
export interface RequestParts<K extends AnyKept, Loaders extends object, Context> {
  createLoaders(kept: K, caller: Caller): Loaders;
  createServices(context: Context): unknown;
  /** Is this account active? Asked at the start of each change; it locks the person's row, so that a suspension waits or is seen. */
  isActive(tx: TxOf<K>, userId: string): Promise<boolean>;
}

export interface ChangeOptions extends TransactionOptions {
  /** Whose idempotency key it is, where nobody is signed in yet. The account is then the caller's to check. */
  principal?: string;
}

/** What serves one request, or one event of a subscription: GraphQL's context value, and what every service is given. */
export class RequestContext<K extends AnyKept, Loaders extends object, Topics> {
  readonly loaders: Loaders;
  private made: unknown;

  constructor(
    private readonly parts: RequestParts<K, Loaders, never>,
    readonly kept: K,
    readonly caller: Caller,
    /** How a stream is asked for, when a gateway that shares streams asks. */
    readonly live?: LiveStart,
  ) {
    this.loaders = parts.createLoaders(kept, caller);
  }

  /** For resolvers, and for streams that look again; typed by the subgraph. A service names the services that it needs in its constructor. */
  get services(): unknown {
    return (this.made ??= this.parts.createServices(this as never));
  }

  /** The person who is signed in. Throws UNAUTHENTICATED for a visitor, whom permissions.ts turns away before. */
  get viewer(): Viewer {
    if (!this.caller.viewer) throw unauthenticated();
    return this.caller.viewer;
  }

  /** For lines about this request: each has its correlation id. */
  get logger(): Logger {
    return this.kept.logger.child({ correlationId: this.caller.correlationId });
  }

  /** Id of the person who is signed in; null for a visitor. */
  get viewerId(): string | null {
    return this.caller.viewer?.id ?? null;
  }

  /** The same caller with nothing loaded: for streams, which look again later. */
  fresh(): this {
    return new RequestContext(this.parts, this.kept, this.caller) as this;
  }

  /**
   * The transaction of a mutation: once for each idempotency key, refused (NotAllowed) to an account that is not active, and afterwards
   * the loaders have forgotten what they loaded before it. `work` returns a JSON value, usually the id of what it changed: it is what a
   * repeated request gets.
   */
  async change<T>(
    operation: string,
    input: { idempotencyKey?: string | null },
    work: (step: Step<K, Topics>) => Promise<T>,
    { principal, ...options }: ChangeOptions = {},
  ): Promise<T> {
    const { idempotencyKey: key, ...args } = input;
    const change = async (step: Step<K, Topics>): Promise<T> => {
      if (principal === undefined && !(await this.parts.isActive(step.tx, this.viewer.id))) throw notAllowed('This account is not active.');
      const request = { principal: principal ?? this.viewer.id, operation, key, args };
      return once(step.tx as unknown as SqlTransaction, request, () => work(step));
    };
    try {
      return await takeStep<K, Topics, T>(this.kept, this.caller.correlationId, change, options);
    } finally {
      forgetParts(this.loaders);
    }
  }

  /** Was this request answered before, under its idempotency key? `change` then returns what the first one made. */
  isRepeat(
    operation: string,
    { idempotencyKey: key }: { idempotencyKey?: string | null },
    { principal = this.viewer.id }: Pick<ChangeOptions, 'principal'> = {},
  ): Promise<boolean> {
    return wasAnswered(this.kept.db.prisma as unknown as SqlTransaction, { principal, operation, key });
  }
}
