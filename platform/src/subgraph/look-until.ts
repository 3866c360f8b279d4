import type { Bus } from '../bus';

/**
 * Waits for something that another subgraph is about to tell: looks, and looks again after each push on the channel, until there is a
 * value or the time is over (null). It listens before it looks first, so that no push is missed in between; lost pushes cost only the wait.
 * Never call it inside a transaction.
 */
export async function lookUntil<T>(bus: Bus, channel: string, look: () => Promise<T | null>, withinMs: number): Promise<T | null> {
  let wake = () => {};
  const pushed = () => new Promise<'pushed'>((resolve) => (wake = () => resolve('pushed')));
  let next = pushed();
  const again = () => wake();
  const stop = await bus.listen(channel, again, { onGap: again });
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>((resolve) => (timer = setTimeout(() => resolve('over'), withinMs)));
  try {
    for (;;) {
      const value = await look();
      if (value !== null) return value;
      if ((await Promise.race([next, over])) === 'over') return look();
      next = pushed();
    }
  } finally {
    clearTimeout(timer);
    await stop();
  }
}
