import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitBefore, type Backoff, type Logger } from '@marquee/platform';

const STOP_WITHIN_MS = 16_000;
const BACKOFF: Backoff = { firstMs: 1_000, mostMs: 60_000 };
/** A process that lived so long begins anew with the shortest wait. */
const SOUND_AFTER_MS = 60_000;

export interface SupervisorOptions {
  readonly logger: Logger;
  readonly backoff?: Backoff;
}

interface Supervised {
  readonly launch: () => ChildProcess;
  child: ChildProcess;
  startedAt: number;
  /** Ends by itself in a row. */
  ends: number;
}

/**
 * Keeps processes running: what ends by itself is started again, after a wait that doubles. While the whole is still starting, such an end
 * is a fault of its configuration and ends the start instead.
 */
export class Supervisor {
  private readonly supervised = new Map<string, Supervised>();
  /** To be started again, by name. */
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private hasStarted = false;
  private isStopping = false;
  private fail!: (error: Error) => void;
  /** Rejects when a process ends by itself before `started` was called. */
  readonly failed = new Promise<never>((_resolve, reject) => (this.fail = reject));

  constructor(private readonly options: SupervisorOptions) {
    this.failed.catch(() => undefined);
  }

  get processes(): ReadonlyMap<string, ChildProcess> {
    return new Map([...this.supervised].map(([name, { child }]) => [name, child]));
  }

  /** Has it ended by itself, and is to be started again? */
  isWaitingFor(name: string): boolean {
    return this.waiting.has(name);
  }

  run(name: string, launch: () => ChildProcess): void {
    const one = { launch, child: launch(), startedAt: Date.now(), ends: 0 };
    this.supervised.set(name, one);
    this.watch(name, one);
  }

  /** Everything is up: from now on nothing that ends takes the rest with it. */
  started(): void {
    this.hasStarted = true;
  }

  /** Kills a process as a power cut does, and starts it again at once. */
  async crash(name: string): Promise<void> {
    const one = this.supervised.get(name)!;
    one.child.removeAllListeners('exit');
    this.noLonger(name);
    await kill(one.child, 'SIGKILL');
    this.again(name, one);
  }

  /** Ends some of the processes, or all. Nothing is started again once this was called. */
  async stop(names: readonly string[] = [...this.supervised.keys()]): Promise<void> {
    this.isStopping = true;
    for (const name of [...this.waiting.keys()]) this.noLonger(name);
    await Promise.all(names.map((name) => end(this.supervised.get(name)!.child)));
  }

  private watch(name: string, one: Supervised): void {
    one.child.once('exit', (code, signal) => {
      if (this.isStopping) return;
      const how = signal ?? `exit code ${code}`;
      if (!this.hasStarted) return this.fail(new Error(`${name} ended by itself (${how}).`));
      one.ends = Date.now() - one.startedAt >= SOUND_AFTER_MS ? 1 : one.ends + 1;
      const waitMs = waitBefore(one.ends, this.options.backoff ?? BACKOFF);
      this.options.logger.error({ process: name, how, waitMs: Math.round(waitMs) }, 'a process ended by itself and is started again');
      const startAgain = () => {
        this.waiting.delete(name);
        this.again(name, one);
      };
      this.waiting.set(name, setTimeout(startAgain, waitMs));
    });
  }

  /** It is not started again by itself. */
  private noLonger(name: string): void {
    clearTimeout(this.waiting.get(name));
    this.waiting.delete(name);
  }

  private again(name: string, one: Supervised): void {
    one.child = one.launch();
    one.startedAt = Date.now();
    this.watch(name, one);
  }
}

/** SIGTERM, and SIGKILL for what does not end in time. */
async function end(child: ChildProcess): Promise<void> {
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await kill(child, 'SIGTERM');
  clearTimeout(deadline);
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
