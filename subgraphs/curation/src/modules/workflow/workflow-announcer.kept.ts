import type { Bus } from '@marquee/platform';
import { channels } from '../../channels';
import type { Workflow } from '../../generated/prisma/client';
import { statusPush } from './status-push';

/**
 * Tells live readers of a decision at the right moment. A decision changes the event's status in another subgraph a moment later; told at
 * once, readers would fetch `event.status` too early and keep the old one. So a decision is told when the fact comes back from there
 * (`settled`), and if that takes longer than the grace, anyway. Readers pass over what they were told already.
 *
 * The wait lives in this process's memory: should the process die meanwhile, the returning fact still tells.
 */
export class StatusAnnouncer {
  constructor(
    private readonly bus: Pick<Bus, 'push'>,
    private readonly graceMs: number,
  ) {}

  /** Tells after the grace. */
  soon(workflow: Workflow): void {
    setTimeout(() => void this.bus.push(channels.status(workflow.eventId), statusPush(workflow, false)), this.graceMs).unref();
  }
}
