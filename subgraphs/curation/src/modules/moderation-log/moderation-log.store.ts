import type { Step } from '../../context';

/** Somebody is gone: what they did stays in the log without their name, and what was done to what they made without its own. */
export async function forgetActsOf({ tx }: Step, userId: string): Promise<void> {
  await tx.moderationAct.updateMany({ where: { actorId: userId }, data: { actorId: null, by: 'ERASED' } });
  await tx.moderationAct.updateMany({ where: { toId: userId }, data: { toId: null } });
  await tx.moderationAct.updateMany({ where: { authorId: userId }, data: { authorId: null, title: null } });
}
