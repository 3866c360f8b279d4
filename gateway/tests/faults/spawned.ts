import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, MetricsPage } from '@marquee/platform/testing';
import { SECRET } from '../kit';
import type { Memory } from './measured';

/** What a program says of itself when it serves. */
interface Serving {
  readonly url: string;
  readonly socketUrl: string;
  readonly metricsUrl: string | null;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program in a process of its own, measured. */
export class Spawned<Line extends object = Serving> {
  private constructor(
    readonly child: ChildProcess,
    readonly serving: Line,
    /** Settled when the process has ended. */
    readonly ended: Promise<End>,
    private readonly complaints: string[],
  ) {}

  /** Resolves with the first line of JSON in which the program says that it is serving. */
  static async start<Line extends object = Serving>(program: string, environment: Record<string, string>, args: string[] = []) {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', join(__dirname, 'measured.ts'), program, ...args], {
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    // A test that dies must not leave its processes behind.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    const complaints: string[] = [];
    child.stderr!.on('data', (data) => complaints.push(String(data)));
    const ended = new Promise<End>((resolve) =>
      child.once('exit', (code, signal) => {
        process.off('exit', kill);
        resolve({ code, signal });
      }),
    );
    const lines = createInterface({ input: child.stdout! });
    const serving = await new Promise<Line>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.includes('"serving"')) resolve(JSON.parse(line) as Line);
      });
      child.once('exit', () => reject(new Error(`${program} ended before it served: ${complaints.join('')}`)));
    });
    return new Spawned<Line>(child, serving, ended, complaints);
  }

  /** What it wrote to stderr: where Node tells of what nobody has caught. */
  get errors(): string {
    return this.complaints.join('');
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** For the end of a test: asks politely, and takes care that it is gone. */
  async stop(): Promise<End> {
    this.thaw();
    this.child.kill('SIGTERM');
    const deadline = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    const end = await this.ended;
    clearTimeout(deadline);
    return end;
  }

  memory(): Promise<Memory> {
    return new Promise((resolve) => {
      this.child.once('message', (message) => resolve(message as Memory));
      this.child.send('memory?');
    });
  }
}

/** A gateway of its own, by the same command as in production, with a port for what it counts. */
export class SpawnedGateway {
  private constructor(
    readonly process: Spawned,
    private readonly folder: string,
  ) {}

  static async before(supergraphSdl: string, environment: Record<string, string> = {}): Promise<SpawnedGateway> {
    const folder = mkdtempSync(join(tmpdir(), 'gateway-faults-'));
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraphSdl);
    const settings = {
      SUPERGRAPH: file,
      PORT: '0',
      METRICS_PORT: '0',
      PASSPORT_SECRET: SECRET,
      RATE_LIMITS: 'false',
      TRUSTED_PROXIES: '1',
    };
    const started = await Spawned.start(join(__dirname, '../../src/main.ts'), { ...settings, ...environment });
    return new SpawnedGateway(started, folder);
  }

  get url(): string {
    return this.process.serving.url;
  }

  get socketUrl(): string {
    return this.process.serving.socketUrl;
  }

  metrics(): Promise<MetricsPage> {
    return MetricsPage.read(this.process.serving.metricsUrl);
  }

  /** Waits until the gateway counts so many of each. */
  async untilItCounts(expected: { sockets: number; subscriptions: number; upstreams: number }): Promise<void> {
    await eventually(async () => {
      const page = await this.metrics();
      const count = (name: string) => page.of(`gateway_${name}`);
      expect({ sockets: count('sockets'), subscriptions: count('subscriptions'), upstreams: count('upstreams') }).toEqual(expected);
    });
  }

  /** Stops it as an orchestrator does; fails unless it ended well and had nothing to complain of. */
  async stop(): Promise<void> {
    const end = await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
    expect({ ...end, errors: this.process.errors }).toEqual({ code: 0, signal: null, errors: '' });
  }
}
