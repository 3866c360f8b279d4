import type { DocumentNode } from 'graphql';
import type { Cache } from '../cache';
import type { Caller } from '../viewer';
import type { Count, SubgraphMeter } from '../watching';
import type { LateOperations } from './late-operations';
import type { Replica } from './replica';

export interface LateReadsParts<Context> {
  readonly operations: LateOperations;
  readonly replica: Pick<Replica<unknown>, 'isUsable'>;
  readonly maxLagMs: number;
  /** What all processes of the subgraph share. */
  readonly cache: Pick<Cache, 'get' | 'set'>;
  /** Whether all processes hear of each other at the moment; what one of them was told is not known to others then. */
  readonly areTogether: () => Promise<boolean>;
  /** The context of a request that reads from the replica. */
  readonly contextFor: (caller: Caller) => Context;
  readonly meter: SubgraphMeter;
}

/** The one place where it is decided which queries of a subgraph are read from its replica. */
export class LateReads<Context> {
  private readonly answered: Count;
  private readonly askedAgain: Count;

  constructor(private readonly parts: LateReadsParts<Context>) {
    const reads = parts.meter.counter(
      'marquee_replica_reads_total',
      'Queries that were read from the replica, by outcome: answered, again (asked at home once more, as something was not found or failed).',
      'outcome',
    );
    this.answered = reads.with('answered');
    this.askedAgain = reads.with('again');
  }

  contextFor(caller: Caller): Context {
    return this.parts.contextFor(caller);
  }

  async may(document: DocumentNode, operationName: string | null | undefined, caller: Caller): Promise<boolean> {
    const { operations, replica, cache, areTogether } = this.parts;
    if (!replica.isUsable || !operations.may(document, operationName, caller)) return false;
    if (!caller.viewer) return true;
    const [together, wrote] = await Promise.all([areTogether(), cache.get(keyOf(caller.viewer.id))]);
    return together && wrote === undefined && replica.isUsable;
  }

  /** For as long as the replica may be late, whoever has changed something reads at home, where it is for sure. */
  async changedBy({ viewer }: Caller): Promise<void> {
    if (viewer) await this.parts.cache.set(keyOf(viewer.id), true, this.parts.maxLagMs / 1000);
  }

  /** Whether the answer stands. What is not there yet, and whatever failed, is asked at home once more. */
  stands({ data, errors }: { data?: Record<string, unknown> | null; errors?: readonly unknown[] }): boolean {
    const all = !errors?.length && data != null && Object.values(data).every(isThere);
    (all ? this.answered : this.askedAgain).add();
    return all;
  }
}

const keyOf = (viewerId: string) => `changed:${viewerId}`;

const isThere = (value: unknown): boolean => (Array.isArray(value) ? !value.includes(null) : value !== null);
