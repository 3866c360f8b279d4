import type { Step } from '../../context';
import type { SavedMethod } from '../../ports/processor';
import { tooManyMethods } from './plan.refusals';
import { lockAccount, openAccount } from './plan.store';

const DAY = 86_400_000;
/** Who saves more cards than that tries them. */
const MOST_A_DAY = 10;

/** Counts that somebody saves a method, before the processor is asked. */
export async function countSaving(step: Step, userId: string): Promise<void> {
  const { tx, now } = step;
  const { methodTries, methodTriesSince: since } = await openAccount(step, userId);
  const isNewDay = since === null || now.getTime() - since.getTime() >= DAY;
  if (!isNewDay && methodTries >= MOST_A_DAY) throw tooManyMethods(MOST_A_DAY, new Date(since.getTime() + DAY));
  const counted = isNewDay ? { methodTries: 1, methodTriesSince: now } : { methodTries: { increment: 1 } };
  await tx.billingAccount.update({ where: { userId }, data: { ...counted, updatedAt: now } });
}

/** Keeps what the processor says of a method. Returns the id of a renewal that can be charged with it now; null where there is none. */
export async function keepSavedMethod(step: Step, userId: string, processor: string, saved: SavedMethod): Promise<string | null> {
  const { tx, now } = step;
  const account = await lockAccount(step, userId);
  // Erased meanwhile.
  if (!account) return null;
  const { ref, customer: customerRef, state } = saved;
  if (state.status === 'DECLINED') {
    await tx.billingAccount.update({ where: { userId }, data: { setupRef: null, updatedAt: now } });
    return null;
  }
  const isOther = account.processor !== processor || account.customerRef !== customerRef;
  const who = isOther ? { processor, customerRef, methodRef: null, methodLabel: null } : {};
  const what = state.status === 'SAVED' ? { methodRef: state.method, methodLabel: state.label, setupRef: null } : { setupRef: ref };
  await tx.billingAccount.update({ where: { userId }, data: { ...who, ...what, updatedAt: now } });
  if (state.status !== 'SAVED') return null;
  const open = await tx.planInvoice.findFirst({ where: { userId, status: 'OPEN', kind: 'RENEWAL', trying: false } });
  if (open) await tx.planInvoice.update({ where: { id: open.id }, data: { nextTryAt: now, updatedAt: now } });
  return open?.id ?? null;
}
