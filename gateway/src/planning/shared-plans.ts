import { createHash } from 'node:crypto';
import { version as plannerVersion } from '@apollo/query-planner/package.json';
import type { Cache } from '@marquee/platform';
import { print, type DocumentNode } from 'graphql';
import { NO_LABELS, type Plan, type Planner } from './planner';

/** To be changed with the format of plans, so that older ones are not used. */
const FORMAT = '2';
const KEPT_SECONDS = 7 * 24 * 3600;
/** A slow store would cost more than the plan. */
const READ_WITHIN_MS = 50;

/** Plans that all gateways of one supergraph share: the others read what one has made. Without the store, each makes its own. */
export class SharedPlans implements Planner {
  private readonly supergraph: string;

  constructor(
    private readonly inner: Planner,
    private readonly store: Cache,
    sdl: string,
  ) {
    this.supergraph = hash(FORMAT, plannerVersion, sdl);
  }

  async plan(document: DocumentNode, operationName: string | undefined, share = NO_LABELS): Promise<Plan> {
    const key = hash(this.supergraph, operationName ?? '', print(document), String(share));
    const kept = await this.read(key);
    if (kept) return kept.plan;
    const plan = await this.inner.plan(document, operationName, share);
    void this.store.set(key, { plan }, KEPT_SECONDS).catch(() => undefined);
    return plan;
  }

  async stop(): Promise<void> {
    await this.inner.stop();
    await this.store.close();
  }

  private async read(key: string): Promise<{ plan: Plan } | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, READ_WITHIN_MS, undefined)));
    try {
      return await Promise.race([this.store.get<{ plan: Plan }>(key), tooLate]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

function hash(...parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length} ${part}`);
  return sum.digest('hex');
}
