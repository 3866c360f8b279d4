import { randomUUID } from 'node:crypto';
import type { CaseDecided } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { Prisma, type Organization } from '../../generated/prisma/client';
import { recordAct } from './organization-acts.store';
import { changeOrganization, lockOrganization } from './organization.store';

/** What an organisation that was hidden said. */
type TakenWords = Pick<Organization, 'name' | 'slug' | 'websiteUrl' | 'verified'>;

/** An organisation as it can be reported, and its owner who is there longest; null when there is none, or nothing to see. */
export async function organizationSeen(
  { tx }: Step,
  id: string,
): Promise<{ ownerId: string | null; parts: Record<string, string> } | null> {
  const organization = await tx.organization.findUnique({ where: { id } });
  if (!organization || organization.hiddenAt) return null;
  const { name, slug, websiteUrl } = organization;
  const [owner] = await tx.organizationMember.findMany({
    where: { organizationId: id, role: 'OWNER', user: { suspendedAt: null, deactivatedAt: null } },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    take: 1,
  });
  return { ownerId: owner?.userId ?? null, parts: { name, slug, ...(websiteUrl && { website: websiteUrl }) } };
}

/** Hides an organisation or shows it again, unless something later was decided. False where nothing changes. */
export async function decideOrganization(step: Step, { subjectId, outcome, decidedAt }: CaseDecided): Promise<boolean> {
  const { tx } = step;
  const at = new Date(decidedAt);
  if (outcome === 'DISMISSED' || (await tx.organization.count({ where: { id: subjectId } })) === 0) return false;
  const organization = await lockOrganization(step, subjectId);
  if (organization.moderatedAt && organization.moderatedAt >= at) return false;
  const isHidden = organization.hiddenAt !== null;
  if (isHidden === (outcome === 'REMOVED')) {
    await tx.organization.update({ where: { id: subjectId }, data: { moderatedAt: at } });
    return false;
  }
  const change = isHidden ? await wordsBack(step, organization) : wordsTaken(organization, at);
  await changeOrganization(step, organization, { ...change, moderatedAt: at });
  await recordAct(step, { organizationId: subjectId, kind: isHidden ? 'SHOWN' : 'HIDDEN', actorId: null });
  return true;
}

/** Its owners and managers, as far as they are there: they hear of what is decided about it. */
export async function thoseWhoRun({ tx }: Step, organizationId: string): Promise<string[]> {
  const members = await tx.organizationMember.findMany({
    where: { organizationId, role: { in: ['OWNER', 'MANAGER'] }, user: { suspendedAt: null, deactivatedAt: null } },
    select: { userId: true },
    orderBy: { userId: 'asc' },
  });
  return members.map(({ userId }) => userId);
}

/** Without words: its slug is one that nobody can have taken before. */
function wordsTaken({ name, slug, websiteUrl, verified }: Organization, hiddenAt: Date): Prisma.OrganizationUpdateInput {
  const taken: TakenWords = { name, slug, websiteUrl, verified };
  return { name: 'Hidden organisation', slug: `hidden-${randomUUID()}`, websiteUrl: null, verified: false, hiddenAt, taken };
}

/** As it was; another organisation may have taken its slug since, then it keeps the one without words. */
async function wordsBack({ tx }: Step, { id, taken }: Organization): Promise<Prisma.OrganizationUpdateInput> {
  // Its last person was erased meanwhile: nobody knows what it said.
  if (!taken) return { hiddenAt: null };
  const { slug, ...words } = taken as unknown as TakenWords;
  const other = await tx.organization.findFirst({ where: { slug, id: { not: id } }, select: { id: true } });
  return { ...words, ...(!other && { slug }), hiddenAt: null, taken: Prisma.DbNull };
}
