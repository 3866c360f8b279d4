import type { Job } from '../context';
import type { Kept } from '../kept';
import { tokenPlace } from '../modules/device/device.store';
import { TRIES, waitAfter } from '../modules/push/push-tries';
import { forgetDevices, settlePushes, takePushes, type TakenPush, type Tried } from '../modules/push/push.store';
import type { Push, PushOutcome, PushProvider } from '../ports/pusher';

/** As many as Expo takes in one request. */
const AT_ONCE = 100;
/** So many requests are under way at a time. */
const LANES = 3;
/** A provider keeps a push for a device that is away for a day, unless it is of no use any more before. */
const LONGEST_TTL_S = 86_400;

/**
 * Sends the pushes that are due, those that press first. What a crash leaves is taken again when its lease ends, with the same collapse key: the
 * device shows it once.
 */
export const sendPushes: Job = {
  name: 'send-pushes',
  everyMs: 1_000,
  async run({ kept, change }) {
    const lane = async () => {
      for (;;) {
        const taken = await change((step) => takePushes(step, AT_ONCE));
        if (taken.length === 0) return;
        const outcomes = await outcomesOf(kept, taken);
        const gone = taken.filter((_, index) => outcomes[index]!.is === 'GONE').flatMap(({ device }) => device ?? []);
        await change(async (step) => {
          await settlePushes(
            step,
            taken.map((push, index) => triedOf(push, outcomes[index]!, step.now)),
          );
          await forgetDevices(step, gone);
        });
        const failed = outcomes.filter((outcome) => outcome.is === 'FAULT');
        // Tokens and texts are in no line.
        if (failed.length > 0)
          kept.logger.warn({ codes: [...new Set(failed.map(({ code }) => code))], count: failed.length }, 'pushes were not sent');
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  },
};

const fault = (code: string, isPermanent: boolean): PushOutcome => ({ is: 'FAULT', code, isPermanent, retryAfterMs: null });

/** What became of each, in their order; what is not to go any more is over without being sent. */
async function outcomesOf(kept: Kept, taken: readonly TakenPush[]): Promise<PushOutcome[]> {
  const outcomes = new Array<PushOutcome>(taken.length);
  const lists: Record<PushProvider, { index: number; push: Push }[]> = { FCM: [], EXPO: [] };
  for (const [index, one] of taken.entries()) {
    // Each of its tries ended with the process that made it.
    if (one.attempts > TRIES) outcomes[index] = fault('no answer', true);
    else if (one.reason || !one.device) outcomes[index] = fault(one.reason ?? 'NO_DEVICE', true);
    else lists[one.device.provider].push({ index, push: pushOf(kept, one, one.device) });
  }
  await Promise.all(
    Object.entries(lists).map(async ([provider, list]) => {
      if (list.length === 0) return;
      const pusher = kept.pushers[provider as PushProvider];
      const pushes = list.map(({ push }) => push);
      const sent = await (pusher?.send(pushes) ?? pushes.map(() => fault('no provider', true)));
      for (const [at, { index }] of list.entries()) outcomes[index] = sent[at] ?? fault('unknown', false);
    }),
  );
  return outcomes;
}

function pushOf({ fields, clock }: Kept, push: TakenPush, device: NonNullable<TakenPush['device']>): Push {
  const { id, title, body, imageUrl, data, badge, collapseKey, usefulUntil } = push;
  const left = usefulUntil ? Math.ceil((usefulUntil.getTime() - clock.now().getTime()) / 1000) : LONGEST_TTL_S;
  return {
    ...{ id, title, body, imageUrl, badge, collapseKey },
    provider: device.provider,
    token: fields.open(tokenPlace(device.id), device.token),
    data: title === null ? { ...data, unreadCount: String(badge) } : data,
    ttlSeconds: Math.max(0, Math.min(LONGEST_TTL_S, left)),
  };
}

function triedOf({ id, attempts }: TakenPush, outcome: PushOutcome, now: Date): Tried {
  const over = { id, attempts, dueAt: null, isSent: false, fault: null, receiptId: null };
  if (outcome.is === 'SENT') return { ...over, isSent: true, receiptId: outcome.receiptId };
  const { code } = outcome;
  if (outcome.is === 'GONE' || outcome.isPermanent || attempts >= TRIES) return { ...over, fault: code };
  return { ...over, fault: code, dueAt: new Date(now.getTime() + waitAfter(attempts, Math.random(), outcome.retryAfterMs)) };
}
