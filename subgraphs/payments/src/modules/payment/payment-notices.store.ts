import type { Step } from '../../context';

/** A notice of a processor that is about to take effect. */
export interface ReceivedNotice {
  processor: string;
  id: string;
  ref: string | null;
}

/** Keeps a notice in the step of its effect. One that was sent twice at once is kept once; what it says is true either way. */
export async function keepNotice({ tx, now }: Step, notice: ReceivedNotice | null, { matched = true } = {}): Promise<void> {
  if (!notice) return;
  await tx.processorNotice.createMany({ data: [{ ...notice, matched, receivedAt: now }], skipDuplicates: true });
}
