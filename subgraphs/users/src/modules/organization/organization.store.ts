import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { CreateOrganization } from './organization.input';
import { slugTaken } from './organization.refusals';

/** Makes an organisation with its owner and returns its id. */
export async function createOrganization(
  { tx, now }: Step,
  ownerId: string,
  { name, slug, websiteUrl }: CreateOrganization,
): Promise<string> {
  const [organization] = await tx.organization.createManyAndReturn({
    data: [{ id: randomUUID(), name, slug, websiteUrl, createdAt: now }],
    skipDuplicates: true,
  });
  if (!organization) throw slugTaken();
  await tx.organizationMember.create({ data: { organizationId: organization.id, userId: ownerId, role: 'OWNER', joinedAt: now } });
  return organization.id;
}
