import { mkdirSync, readFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MovableClock, type Logger, type Subgraph } from '@marquee/platform';

const HOUR_MS = 3_600_000;
/** Each step costs as much as all jobs do that have little to do. */
const MOST_STEPS = 24;

/** The clock of a world: it is moved in steps, and at each everything is done that is due. Where it stands is kept in a file. */
export class TestClock {
  readonly clock: MovableClock;
  private going: { readonly to: Date; readonly done: Promise<void> } | null = null;
  private stopped = false;

  constructor(
    private readonly file: string,
    private readonly subgraphs: () => readonly Subgraph[],
    private readonly logger: Logger,
  ) {
    this.clock = new MovableClock(existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { aheadMs: number }).aheadMs : 0);
  }

  get advancingTo(): Date | null {
    return this.going?.to ?? null;
  }

  /** False while it is moved already. */
  advance(to: Date): boolean {
    if (this.going || this.stopped) return false;
    const done = this.go(to)
      .catch((error: unknown) => this.logger.error({ err: error }, 'the clock of a test world stopped on its way'))
      .finally(() => (this.going = null));
    this.going = { to, done };
    return true;
  }

  /** Stops on its way, where it is moved. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.going?.done;
  }

  private async go(to: Date): Promise<void> {
    const wayMs = to.getTime() - this.clock.now().getTime();
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(wayMs / HOUR_MS)));
    // What asked for it is to be committed, and answered, at the time that it was asked at.
    await new Promise((resolve) => setImmediate(resolve));
    for (let step = 1; step <= steps && !this.stopped; step++) {
      const restMs = Math.max(0, to.getTime() - this.clock.now().getTime());
      this.clock.advance(restMs / (steps - step + 1));
      this.keep();
      await this.doWhatIsDue();
    }
    // What came of the last step: facts that others take in, and what they do with them.
    if (!this.stopped) await this.doWhatIsDue();
  }

  private async doWhatIsDue(): Promise<void> {
    await Promise.all(
      this.subgraphs().map(async (subgraph) => {
        for (const job of subgraph.jobs ?? []) await subgraph.runJob(job);
        // A machine may be busy; what is not told yet is told soon, as it would be outside.
        await subgraph
          .drain()
          .catch((error: unknown) => this.logger.warn({ err: error, subgraph: subgraph.name }, 'a test world is behind'));
      }),
    );
  }

  private keep(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify({ aheadMs: Math.round(this.clock.aheadMs) }));
    renameSync(`${this.file}.new`, this.file);
  }
}
