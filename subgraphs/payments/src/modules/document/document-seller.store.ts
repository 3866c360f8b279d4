import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { SetSellerDetails } from './document.input';

/** Keeps how a seller is named from now on: the person themselves, or an organisation that they own. */
export async function keepSeller(step: Step, ownerId: string, userId: string, { name, address, taxNumber = null }: SetSellerDetails) {
  const { tx, now } = step;
  if (ownerId !== userId) await holdOwnership(step, ownerId, userId);
  const said = { name, address, taxNumber, updatedAt: now };
  await tx.sellerDetails.upsert({
    where: { ownerId },
    create: { ownerId, ...said },
    update: { ...said, version: { increment: 1 } },
  });
}

async function holdOwnership({ tx }: Step, organizationId: string, userId: string): Promise<void> {
  const [member] = await tx.$queryRaw<{ role: string | null }[]>`
    SELECT role FROM organization_members WHERE organization_id = ${organizationId}::uuid AND user_id = ${userId}::uuid FOR SHARE`;
  if (!member?.role) throw notFound('The organisation');
  if (member.role !== 'OWNER') throw notAllowed('Only its owners say how an organisation is named on documents.');
}
