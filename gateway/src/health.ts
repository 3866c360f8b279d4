/**
 * Says whether this gateway should get traffic. A broken subgraph does not count: it costs its own fields and nothing else. Nor does
 * a bus that is away: it is away for every gateway, and taking all of them out of service would turn a small outage into a whole one.
 * It is reported as `degraded`.
 */
export class Health {
  stopping = false;

  /** Each check resolves to whether something that the gateway itself depends on works now. */
  constructor(private readonly checks: Readonly<Record<string, () => Promise<boolean>>>) {}

  async readiness(): Promise<{ ready: boolean; body: { status: string; checks: Record<string, boolean> } }> {
    const entries = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await check().catch(() => false)] as const),
    );
    const checks = Object.fromEntries(entries);
    const status = this.stopping ? 'stopping' : Object.values(checks).every(Boolean) ? 'ready' : 'degraded';
    return { ready: !this.stopping, body: { status, checks } };
  }
}
