import type { Step } from '../../context';
import { isTrusted, TRUST_WINDOW_DAYS } from './creator-trust';

/** May the screening approve by itself what this creator submits? */
export async function isTrustedCreator({ tx, now, kept: { settings } }: Step, creatorId: string): Promise<boolean> {
  if (!settings.CURATION_AUTO_APPROVE) return false;
  const person = await tx.personCopy.findUnique({ where: { userId: creatorId }, select: { reputation: true, active: true } });
  if (!person?.active) return false;
  const since = new Date(now.getTime() - TRUST_WINDOW_DAYS * 86_400_000);
  const approvals = await tx.decision.count({
    where: { creatorId, decision: 'APPROVE', automatic: false, workflow: { revisionId: null } },
  });
  // One that an appeal has reversed was none.
  const rejections = await tx.decision.count({
    where: { creatorId, decision: 'REJECT', automatic: false, createdAt: { gte: since }, NOT: { appeal: { is: { outcome: 'REVERSED' } } } },
  });
  const required = { reputation: settings.CURATION_TRUSTED_REPUTATION, approvals: settings.CURATION_TRUSTED_APPROVALS };
  return isTrusted({ reputation: person.reputation, approvals, rejections }, required);
}
