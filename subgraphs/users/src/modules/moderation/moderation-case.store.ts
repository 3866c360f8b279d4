import { keepNewer } from '@marquee/platform';
import type { CaseDecided } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { endApiKeys } from '../api-key/api-key.store';
import { endAppsOf } from '../oauth/oauth-authorization.store';
import { recordAccountEvent } from '../history/history.store';
import { endSessions } from '../session/session.store';
import { changeUsers, lockUser } from '../user/user.store';
import { emptyProfile, fillProfile, type TakenWords } from './moderation-profile.store';
import { beginSuspension, endSuspension, openSuspension } from './suspension.store';

const DAY_MS = 86_400_000;

/** Keeps a decision and does what follows of it; false when a later one is known. */
export async function keepCase(step: Step, decided: CaseDecided & { authorId: string }): Promise<boolean> {
  const { caseId, version, kind, authorId, outcome } = decided;
  const { tx } = step;
  const before = await tx.caseCopy.findUnique({ where: { caseId } });
  if (!(await keepNewer(tx, 'case_copies', ['caseId'], { caseId, version, kind, authorId, outcome }))) return false;
  if (kind === 'PROFILE' && outcome === 'REMOVED') {
    const taken = await emptyProfile(step, authorId);
    if (taken) await tx.caseCopy.update({ where: { caseId }, data: { taken: { ...taken } } });
  }
  if (kind === 'PROFILE' && outcome === 'RESTORED' && before?.taken)
    await fillProfile(step, authorId, before.taken as unknown as TakenWords);
  const { restrictDays } = decided;
  const suspensionId = restrictDays === null ? null : await suspendAuthor(step, decided, restrictDays);
  if (suspensionId) await tx.caseCopy.update({ where: { caseId }, data: { suspensionId } });
  if (outcome === 'RESTORED' && before?.suspensionId) await liftSuspension(step, decided, before.suspensionId);
  return true;
}

/**
 * Only of people without a role, and who are not suspended: what concerns others a person decides by hand. Returns the suspension; null where
 * there is none.
 */
async function suspendAuthor(
  step: Step,
  { authorId, curatorId, notes }: CaseDecided & { authorId: string },
  days: number,
): Promise<string | null> {
  const { tx, now } = step;
  const user = await lockUser(step, authorId);
  if (!user || user.role !== 'user' || user.suspendedAt) return null;
  const judge = await tx.user.findUnique({ where: { id: curatorId }, select: { id: true } });
  const until = new Date(now.getTime() + days * DAY_MS);
  const reason = 'What they wrote was removed after reports.';
  await changeUsers(step, { id: authorId }, { suspendedAt: now, suspensionReason: reason });
  await recordAccountEvent(step, { userId: authorId, kind: 'SUSPENDED', actorId: judge?.id ?? null, detail: reason });
  const suspensionId = await beginSuspension(step, authorId, judge?.id ?? null, { reason, statement: notes?.slice(0, 500), until });
  await endSessions(step, { userId: authorId }, 'SUSPENDED');
  await endApiKeys(step, { userId: authorId }, 'SUSPENDED');
  await endAppsOf(step, authorId, 'SUSPENDED');
  return suspensionId;
}

/** The decision was wrong, and so was the suspension that followed of it, if it lasts; another one stands. */
async function liftSuspension(
  step: Step,
  { authorId, curatorId }: CaseDecided & { authorId: string },
  suspensionId: string,
): Promise<void> {
  const user = await lockUser(step, authorId);
  if (!user || (await openSuspension(step, authorId))?.id !== suspensionId) return;
  const judge = await step.tx.user.findUnique({ where: { id: curatorId }, select: { id: true } });
  await endSuspension(step, authorId, 'REINSTATED', judge?.id ?? null);
  await changeUsers(step, { id: authorId }, { suspendedAt: null, suspensionReason: null });
  await recordAccountEvent(step, { userId: authorId, kind: 'REINSTATED', actorId: judge?.id ?? null });
}
