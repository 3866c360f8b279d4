import { atMostEvery } from '@marquee/platform';
import { RATE_LIMIT_SERVICE } from './limits/rate-limit-field/rate-limit-field';
import type { SubgraphTransport } from './transport/transport';

/** How one subgraph is: what it says of itself, or what is known of the way to it. */
export interface HealthOfSubgraph {
  readonly status: string;
  readonly circuit?: string;
  readonly checks?: unknown;
}

export interface WholeHealth {
  readonly status: 'healthy' | 'degraded' | 'stopping';
  readonly checks: Readonly<Record<string, boolean>>;
  readonly subgraphs: Readonly<Record<string, HealthOfSubgraph>>;
  readonly supergraph: HealthOfSupergraph | null;
}

/** The one that is served, and why a newer one is not. */
export interface HealthOfSupergraph {
  readonly hash: string;
  readonly since: Date;
  /** The reason is left out where strangers may not read the schema, of which it speaks. */
  readonly refused: { readonly at: Date; readonly reason?: string } | null;
}

/** Everybody may ask: the subgraphs are asked once for all. */
const ASKED_AT_MOST_EVERY_MS = 1_000;

/**
 * Says whether this gateway should get traffic. A broken subgraph does not count: it costs its own fields and nothing else. Nor does
 * a bus that is away: it is away for every gateway, and taking all of them out of service would turn a small outage into a whole one.
 * It is reported as `degraded`.
 */
export class Health {
  stopping = false;

  /**
   * Each check resolves to whether something that the gateway itself depends on works now; `transports` are the ways to its subgraphs at
   * this moment.
   */
  constructor(
    private readonly checks: Readonly<Record<string, () => Promise<boolean>>>,
    private readonly transports: () => ReadonlyMap<string, SubgraphTransport> = () => new Map(),
    private readonly supergraph: () => HealthOfSupergraph | null = () => null,
  ) {}

  async readiness(): Promise<{ ready: boolean; body: { status: string; checks: Record<string, boolean> } }> {
    const checks = await this.ownChecks();
    const status = this.stopping ? 'stopping' : Object.values(checks).every(Boolean) ? 'ready' : 'degraded';
    return { ready: !this.stopping, body: { status, checks } };
  }

  /** How all of it is, for people and monitors (X8): it tells of every part, and takes nothing out of service. */
  async whole(): Promise<WholeHealth> {
    const [checks, subgraphs] = await Promise.all([this.ownChecks(), this.ofSubgraphs()]);
    const fine = Object.values(checks).every(Boolean) && Object.values(subgraphs).every(({ status }) => FINE.has(status));
    return { status: this.stopping ? 'stopping' : fine ? 'healthy' : 'degraded', checks, subgraphs, supergraph: this.supergraph() };
  }

  private async ownChecks(): Promise<Record<string, boolean>> {
    const entries = Object.entries(this.checks).map(async ([name, check]) => [name, await check().catch(() => false)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  private readonly ofSubgraphs = atMostEvery(ASKED_AT_MOST_EVERY_MS, async (): Promise<Record<string, HealthOfSubgraph>> => {
    const others = [...this.transports()].filter(([name]) => name !== RATE_LIMIT_SERVICE);
    const asked = others.map(async ([name, transport]) => [name, await healthOf(transport)] as const);
    return Object.fromEntries((await Promise.all(asked)).sort(([one], [other]) => one.localeCompare(other)));
  });
}

/** A subgraph that does not speak of its health is taken for well as long as its calls succeed. */
const FINE: ReadonlySet<string> = new Set(['healthy', 'unknown']);

async function healthOf({ health, condition }: SubgraphTransport): Promise<HealthOfSubgraph> {
  const circuit = condition && { circuit: condition.circuit };
  const told = health ? await health().catch(() => ({ status: 'unavailable' })) : null;
  if (told) return { ...told, ...circuit };
  return { status: circuit && circuit.circuit !== 'closed' ? 'unavailable' : 'unknown', ...circuit };
}
