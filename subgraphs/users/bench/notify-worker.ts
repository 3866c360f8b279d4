/** The users subgraph as a process of its own, for notify.bench.ts: runs its jobs until it is killed, and tells what it costs. */
import { createMemoryBus, createMemoryCache, parseEnv, silentLogger, systemClock, takeStep } from '@marquee/platform';
import { users } from '../src';
import { channels } from '../src/channels';
import type { Step } from '../src/context';
import { keep, type Kept } from '../src/kept';
import { announce } from '../src/modules/announcement/announcement.store';
import { postNotification } from '../src/modules/notification/notification.store';
import { securityAlert } from '../src/modules/notification/notification-security-content';
import { fields } from './notify-people';

export type Order = { announce: { title: string; body: string } } | { tell: string };
export type Word = { ready: true } | { announced: string } | { inAppMs: number } | { cpuMs: number; rss: number };

const say = (word: Word) => process.send!(word);

async function main(databaseUrl: string, settings: Record<string, string>): Promise<void> {
  let kept!: Kept;
  const bus = createMemoryBus({ logger: silentLogger });
  const module = users.with({ keep: async (basics) => (kept = await keep(basics)) });
  await module.start({
    ...{ databaseUrl, bus, cache: createMemoryCache(), clock: systemClock, logger: silentLogger, fields },
    settings: parseEnv(users.settings, settings),
    files: {} as never,
  });
  setInterval(() => {
    const { user, system } = process.cpuUsage();
    say({ cpuMs: (user + system) / 1000, rss: process.memoryUsage().rss });
  }, 250);
  process.on('message', (order: Order) => {
    if ('announce' in order) void begin(order.announce);
    else void tell(order.tell);
  });
  say({ ready: true });

  async function begin(text: { title: string; body: string }): Promise<void> {
    const now = new Date();
    const id = await takeStep(kept, 'bench', (step: Step) =>
      announce(step, {
        ...{ texts: { EN: text }, audience: 'ALL', role: null, city: null, urgent: true, scheduledFor: now, inLocalTime: false },
        ...{ expiresAt: new Date(now.getTime() + 86_400_000), createdById: null },
      }),
    );
    say({ announced: id });
  }

  /** Something that somebody waits for: until their app hears of it. */
  async function tell(userId: string): Promise<void> {
    const began = performance.now();
    const unsubscribe = await kept.bus.listen(channels.notifications(userId), () => {
      say({ inAppMs: performance.now() - began });
      void unsubscribe();
    });
    await takeStep(kept, 'bench', (step: Step) =>
      postNotification(step, [userId], securityAlert({ what: 'PASSWORD_CHANGED' }, new Date())),
    );
  }
}

void main(process.argv[2]!, JSON.parse(process.argv[3]!) as Record<string, string>);
