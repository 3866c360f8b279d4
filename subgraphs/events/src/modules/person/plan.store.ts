import { entitlementsOf, type Entitlements } from '@marquee/schema/rules/plans';
import type { Step } from '../../context';

/** What somebody's plan lets them do. */
export async function entitlementsIn({ tx }: Step, userId: string): Promise<Entitlements> {
  return entitlementsOf((await tx.planCopy.findUnique({ where: { userId } }))?.plan ?? 'FREE');
}
