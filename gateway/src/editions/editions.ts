import { wholeReason } from '../supergraph/reasons';
import { openEdition, hashOf, type Edition, type EditionParts } from './edition';
import { brokenDocuments, takeOverOperations, type WarmedOperation } from './handover';

/** What became of a supergraph that was offered. */
export type Outcome = 'served' | 'unchanged' | 'refused';

export interface EditionsParts extends EditionParts {
  /** The operations of the trusted documents. */
  readonly trusted: readonly WarmedOperation[];
}

/** Takes part in every change. */
export interface Follower {
  /** Operations that are prepared before it. */
  readonly sources?: readonly WarmedOperation[];
  changed(now: Edition, before: Edition): void;
}

export interface EditionsState {
  readonly hash: string;
  readonly since: Date;
  /** Why the last supergraph that was offered is not served; null when it is. */
  readonly refused: { readonly at: Date; readonly reason: string } | null;
}

/**
 * The supergraphs of a gateway: one is served, and those before it for as long as something that began with them is under way. Another
 * one is read, planned for and warmed beside the present one, which goes on; then it takes over in one moment, or is refused.
 */
export class Editions {
  private servedSince = new Date();
  private refused: EditionsState['refused'] = null;
  private offered: string | null = null;
  private working: Promise<void> | null = null;
  private outcome: Outcome = 'unchanged';
  private readonly followers: Follower[] = [];
  private readonly stopping = new AbortController();
  private readonly former = new Set<Edition>();
  private readonly counts;

  constructor(
    private present: Edition,
    private readonly parts: EditionsParts,
  ) {
    const { meter } = parts.metrics;
    const offers = meter.counter(
      'gateway_supergraphs_total',
      'Supergraphs that came while serving, by outcome: served, refused.',
      'outcome',
    );
    this.counts = { served: offers.with('served'), refused: offers.with('refused') };
    meter.gauge(
      'gateway_supergraphs',
      'Supergraphs in memory: the one that is served, and those of operations that began before it.',
      () => {
        return 1 + this.former.size;
      },
    );
    meter.gauge('gateway_supergraph_refused', '1 while the newest supergraph that came is refused and an older one is served.', () =>
      this.refused ? 1 : 0,
    );
    meter.gauge('gateway_supergraph_served_since_seconds', 'When the present supergraph took over, in seconds since 1970.', () =>
      Math.floor(this.servedSince.getTime() / 1000),
    );
  }

  /** The operations of the trusted documents. */
  get trusted(): readonly WarmedOperation[] {
    return this.parts.trusted;
  }

  /** The one for all that comes now. */
  get current(): Edition {
    return this.present;
  }

  get state(): EditionsState {
    return { hash: this.present.hash, since: this.servedSince, refused: this.refused };
  }

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  /** Never rejects. Of several that come while one is being prepared, only the newest is. */
  async offer(sdl: string): Promise<Outcome> {
    this.offered = sdl;
    this.working ??= this.work().finally(() => (this.working = null));
    await this.working;
    return this.outcome;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.working;
    await Promise.all([...this.former, this.present].map((edition) => edition.close()));
  }

  private async work(): Promise<void> {
    while (this.offered !== null && !this.stopping.signal.aborted) {
      const sdl = this.offered;
      this.offered = null;
      this.outcome = hashOf(sdl) === this.present.hash ? this.isServed() : await this.prepare(sdl);
    }
  }

  /** Also after another one was refused: what was wrong has been taken back. */
  private isServed(): Outcome {
    this.refused = null;
    return 'unchanged';
  }

  private async prepare(sdl: string): Promise<Outcome> {
    const startedAt = performance.now();
    let next: Edition;
    try {
      next = await openEdition(sdl, this.parts);
    } catch (error) {
      return this.refuse(wholeReason(error));
    }
    const broken = await brokenDocuments(this.parts.trusted, next.engine, this.present.engine);
    if (broken.length) {
      await next.close();
      return this.refuse(`It breaks ${broken.length} operations of trusted documents:\n${broken.join('\n')}`);
    }
    const streams = this.followers.flatMap(({ sources = [] }) => sources);
    await takeOverOperations(next.engine, [...this.present.engine.mostUsed(), ...streams], this.stopping.signal);
    if (this.stopping.signal.aborted) {
      await next.close();
      return 'unchanged';
    }
    this.change(next);
    const ms = Math.round(performance.now() - startedAt);
    this.parts.logger.info({ supergraph: next.hash, operations: next.engine.operationCount, ms }, 'another supergraph is served');
    return 'served';
  }

  private change(next: Edition): void {
    const before = this.present;
    this.present = next;
    this.servedSince = new Date();
    this.refused = null;
    this.counts.served.add();
    this.former.add(before);
    before.usage.retire(() => {
      void before
        .close()
        .catch((error: unknown) => this.parts.logger.error({ err: error }, 'a former supergraph could not be closed'))
        .finally(() => this.former.delete(before));
    });
    for (const follower of this.followers) follower.changed(next, before);
  }

  private refuse(reason: string): Outcome {
    this.refused = { at: new Date(), reason };
    this.counts.refused.add();
    this.parts.logger.error({ reason, served: this.present.hash }, 'a supergraph is refused; the former one is still served');
    return 'refused';
  }
}
