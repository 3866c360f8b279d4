/** Says whether this gateway should get traffic. A broken subgraph does not count: it costs its own fields and nothing else. */
export class Health {
  stopping = false;

  /** Each check answers whether something that the gateway itself depends on works now. */
  constructor(private readonly checks: Readonly<Record<string, () => Promise<boolean>>>) {}

  async readiness(): Promise<{ ready: boolean; body: { status: string; checks: Record<string, boolean> } }> {
    const entries = await Promise.all(
      Object.entries(this.checks).map(async ([name, check]) => [name, await check().catch(() => false)] as const),
    );
    const checks = Object.fromEntries(entries);
    const ready = !this.stopping && Object.values(checks).every(Boolean);
    return { ready, body: { status: ready ? 'ready' : this.stopping ? 'stopping' : 'not ready', checks } };
  }
}
