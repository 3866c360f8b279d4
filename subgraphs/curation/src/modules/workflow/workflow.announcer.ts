import type { Bus } from '@marquee/platform';
import type { Workflow } from '../../generated/prisma/client';

/** Says that a workflow's status changed. `settled`: the events subgraph has taken it in, so that the event's own status agrees. */
export interface StatusPush {
  version: number;
  settled: boolean;
}

export const statusChannel = (eventId: string): string => `curation:${eventId}`;

/**
 * Tells live readers of a status at the right moment. A decision changes the event's status in another subgraph a moment later; told at
 * once, readers would fetch `event.status` too early and keep the old one. So a decision is told when the fact comes back from there
 * (`settled`), and if that takes too long, anyway.
 *
 * The wait lives in this process's memory: should it die meanwhile, the returning fact still tells.
 */
export class StatusAnnouncer {
  constructor(
    private readonly bus: Pick<Bus, 'push'>,
    private readonly graceMs: number,
  ) {}

  /** For changes that the event's own status does not follow. */
  now({ eventId, version }: Workflow): void {
    void this.bus.push(statusChannel(eventId), { version, settled: true } satisfies StatusPush);
  }

  /** For decisions: waits for `settled`, at most the grace. Readers pass over what they were told already. */
  soon({ eventId, version }: Workflow): void {
    setTimeout(() => void this.bus.push(statusChannel(eventId), { version, settled: false } satisfies StatusPush), this.graceMs).unref();
  }
}
