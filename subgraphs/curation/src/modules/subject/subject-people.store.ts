import type { Step } from '../../context';

/** Has this person a role in the organisation? Nobody reports or judges where they work. */
export async function worksAt({ tx }: Step, organizationId: string, userId: string): Promise<boolean> {
  const member = await tx.organizationMemberCopy.findUnique({ where: { organizationId_userId: { organizationId, userId } } });
  return member !== null && member.role !== null;
}

/** Does somebody else than this person work there? */
export const othersWorkAt = async ({ tx }: Step, organizationId: string, userId: string): Promise<boolean> =>
  (await tx.organizationMemberCopy.count({ where: { organizationId, role: { not: null }, userId: { not: userId } } })) > 0;
