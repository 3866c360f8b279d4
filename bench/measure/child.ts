import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { pinned } from './cores';

const STOP_MS = 5_000;
const LAST_WORDS = 4_000;

export interface ChildOptions {
  readonly name: string;
  /** Which core it may use; null for any. */
  readonly core: string | null;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** With a channel, as our own processes have; see worker.ts. */
  readonly ipc?: boolean;
}

/** A process that was started for the benchmark, and is gone with it. */
export class Child {
  readonly process: ChildProcess;
  private lastWords = '';
  private stopping = false;
  private readonly ended: Promise<void>;
  /** Rejects with its last words when the process ends before it is stopped. Never resolves. */
  readonly failure: Promise<never>;

  constructor(readonly options: ChildOptions) {
    const { command, args } = pinned(options.core, options.command, options.args);
    this.process = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', ...(options.ipc ? (['ipc'] as const) : [])],
    });
    running.add(this);
    const listen = (chunk: Buffer) => (this.lastWords = (this.lastWords + chunk.toString()).slice(-LAST_WORDS));
    this.process.stdout!.on('data', listen);
    this.process.stderr!.on('data', listen);
    this.ended = new Promise((resolve) => {
      this.process.once('exit', () => {
        running.delete(this);
        resolve();
      });
    });
    this.failure = new Promise((_, reject) => {
      this.process.once('error', reject);
      this.process.once('exit', () => !this.stopping && reject(new Error(`${options.name} has ended:\n${this.lastWords.trim()}`)));
    });
    // Whoever waits for something hears of it; when nobody waits, the next question finds out.
    this.failure.catch(() => {});
  }

  /** taskset becomes the command it starts, so this is the process itself. */
  get pid(): number {
    return this.process.pid!;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(late);
  }
}

const running = new Set<Child>();

/** Nothing that was started outlives the benchmark, however it ends. */
export function endChildrenWithUs(): void {
  process.on('exit', () => running.forEach((child) => child.process.kill('SIGKILL')));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** Resolves when the address answers HTTP at all, whatever it says. */
export async function answering(child: Child, url: string, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answered = await Promise.race([
      fetch(url).then(
        (response) => response.arrayBuffer().then(() => true),
        () => false,
      ),
      child.failure,
    ]);
    if (answered) return;
    if (Date.now() > deadline) throw new Error(`${child.options.name} does not answer at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
