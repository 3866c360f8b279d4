import { existsSync, readdirSync } from 'node:fs';
import type { TestCaller, TestMode } from '@marquee/gateway';
import { GraphError, isId } from '@marquee/platform';
import { testDevelopersAt, type TestKey } from '@marquee/users/test-key';
import { forgetWorld, startWorld, type World, type WorldOptions } from './world';

export interface WorldsOptions extends Pick<
  WorldOptions,
  'folder' | 'liveUrls' | 'server' | 'environment' | 'supergraphSdl' | 'logger' | 'gateway'
> {
  /** So many run at a time. */
  readonly most: number;
}

interface Running {
  readonly world: Promise<World>;
  /** Keys that are good there by now. */
  readonly keys: Map<string, Promise<void>>;
  usedAt: number;
}

/** A world that is made on a busy machine takes longer. */
const ANSWERED_WITHIN_MS = 20_000;
const TIDY_EVERY_MS = 3_600_000;
/** A world that nobody asks for so long is stopped, and stays as it is. */
const IDLE_MS = 15 * 60_000;
/** It gives way to another after so long. */
const YIELDS_AFTER_MS = 60_000;

/**
 * The worlds of test mode, one for each developer. Nothing of them runs before the first request with a key of test mode; then each takes a
 * few seconds to start for the first time.
 */
export class TestWorlds implements TestMode {
  private readonly running = new Map<string, Running>();
  /** Of one developer: a world is stopped before it is started again. */
  private readonly ending = new Map<string, Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly options: WorldsOptions) {
    this.timer = setInterval(() => void this.tidy(), TIDY_EVERY_MS).unref();
  }

  async reach({ secret, identity: { viewer } }: TestCaller): Promise<URL> {
    const { logger } = this.options;
    const running = this.running.get(viewer.id) ?? (await this.begin(viewer.id));
    running.usedAt = Date.now();
    const key = { developerId: viewer.id, keyId: viewer.keyId!, secret, scopes: viewer.scopes ?? [] };
    try {
      const world = await inTime(this.broughtTo(running, key));
      if (world) return world.url;
    } catch (error) {
      logger.error({ err: error, userId: viewer.id }, 'a world of test mode could not be started');
      throw unavailable('Test mode could not be started. Try again.');
    }
    throw unavailable('Your world of test mode is being made. Try again in some seconds.');
  }

  /** The world, where the key is good. What has failed is tried again with the next request. */
  private async broughtTo(running: Running, key: TestKey): Promise<World> {
    let world: World;
    try {
      world = await running.world;
    } catch (error) {
      if (this.running.get(key.developerId) === running) this.running.delete(key.developerId);
      throw error;
    }
    let brought = running.keys.get(key.secret);
    if (!brought) {
      brought = world.bring(key);
      running.keys.set(key.secret, brought);
      brought.catch(() => running.keys.delete(key.secret));
    }
    await brought;
    return world;
  }

  /** Stops those that nobody uses, and forgets those of developers who have no key of test mode any more. */
  async tidy(now = new Date()): Promise<void> {
    const { folder, liveUrls, logger } = this.options;
    try {
      for (const [id, { usedAt }] of this.running) if (now.getTime() - usedAt > IDLE_MS) await this.end(id);
      const kept = existsSync(folder) ? readdirSync(folder).filter(isId) : [];
      if (kept.length === 0) return;
      const developers = await testDevelopersAt(liveUrls['users']!, now);
      for (const id of kept.filter((one) => !developers.has(one)))
        await this.end(id, () => forgetWorld({ ...this.options, developerId: id }));
    } catch (error) {
      logger.error({ err: error }, 'worlds of test mode could not be tidied up');
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all([...this.running.keys()].map((id) => this.end(id)));
    await Promise.all(this.ending.values());
  }

  private async begin(developerId: string): Promise<Running> {
    await this.ending.get(developerId);
    const begun = this.running.get(developerId);
    if (begun) return begun;
    if (this.stopped) throw unavailable('Test mode stops.');
    this.makeRoom();
    const world = startWorld({ ...this.options, developerId, onReset: () => void this.end(developerId) });
    // Who waits for it is told; nobody else has to hear of it.
    world.catch(() => undefined);
    const running = { world, keys: new Map(), usedAt: Date.now() };
    this.running.set(developerId, running);
    return running;
  }

  private makeRoom(): void {
    if (this.running.size < this.options.most) return;
    const [longest] = [...this.running].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (!longest || Date.now() - longest[1].usedAt < YIELDS_AFTER_MS)
      throw unavailable('Too many use test mode at the moment. Try again in a minute.');
    void this.end(longest[0]);
  }

  /** Takes no more requests; those under way are answered. Never rejects. */
  private end(id: string, afterwards: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const running = this.running.get(id);
    this.running.delete(id);
    const before = this.ending.get(id);
    const ended = (async () => {
      await before;
      const world = await running?.world.catch(() => null);
      await world?.stop();
      await afterwards();
    })()
      .catch((error: unknown) => this.options.logger.error({ err: error, userId: id }, 'a world of test mode could not be stopped'))
      .finally(() => {
        if (this.ending.get(id) === ended) this.ending.delete(id);
      });
    this.ending.set(id, ended);
    return ended;
  }
}

/** Null where it takes longer than a client waits. */
async function inTime<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ANSWERED_WITHIN_MS)));
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const unavailable = (message: string) => new GraphError('SUBGRAPH_UNAVAILABLE', message, { retryable: true });
