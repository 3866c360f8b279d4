import type { Job } from '../context';
import { awaitingReceipts, forgetDevices, settleReceipts } from '../modules/push/push.store';

/** As many as Expo tells of in one request. */
const AT_ONCE = 300;

/** Asks Expo what became of what it took: which devices are gone is known only then. */
export const readPushReceipts: Job = {
  name: 'read-push-receipts',
  everyMs: 60_000,
  async run({ kept, change }) {
    const { receipts } = kept.pushers.EXPO ?? {};
    if (!receipts) return;
    for (;;) {
      const waiting = await change((step) => awaitingReceipts(step, AT_ONCE));
      if (waiting.length === 0) return;
      const known = await receipts(waiting.map(({ receiptId }) => receiptId!));
      await change(async (step) => {
        const outcomes = waiting.map((push) => ({ push, outcome: known.get(push.receiptId!) }));
        await settleReceipts(
          step,
          outcomes.map(({ push, outcome }) => ({ ...push, fault: outcome && (outcome.is === 'SENT' ? null : outcome.code) })),
        );
        await forgetDevices(
          step,
          outcomes.flatMap(({ push, outcome }) => (outcome?.is === 'GONE' && push.device ? [push.device] : [])),
        );
      });
    }
  },
};
