import { randomUUID } from 'node:crypto';
import { conflict, notFound, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import type { Step } from '../../context';
import type { Organization, Prisma } from '../../generated/prisma/client';
import { recordAct } from './organization-acts.store';
import { isLimited } from '../risk/risk.store';
import { nextTurn, timesADay, dayBefore } from './organization-limits';
import { setMemberRole } from './organization-members.store';
import { slugsFor } from './organization-slug';
import { organizationChanged } from './organization.facts';
import type { CreateOrganization } from './organization.input';
import { slugTaken, tooOften } from './organization.refusals';

/**
 * The organisation as it is now, with its row held: nobody else changes its people until the transaction ends. Without it two owners who
 * leave at once would each see the other stay.
 */
export async function lockOrganization({ tx }: Step, id: string): Promise<Organization> {
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const organization = await tx.organization.findUnique({ where: { id } });
  if (!organization) throw notFound('This organisation');
  return organization;
}

/** Makes an organisation with its owner and returns its id. The owner's row is locked, so that their organisations are counted one by one. */
export async function createOrganization(step: Step, ownerId: string, input: CreateOrganization): Promise<string> {
  await requireTurn(step, ownerId);
  const organization = await insertOrganization(step, ownerId, input);
  await step.tell(organizationChanged(organization));
  await setMemberRole(step, organization.id, ownerId, 'OWNER');
  await recordAct(step, { organizationId: organization.id, kind: 'CREATED', actorId: ownerId });
  return organization.id;
}

/** Changes a locked organisation and tells the other subgraphs how it is now. */
export async function changeOrganization({ tx, tell }: Step, { id }: Organization, change: Prisma.OrganizationUpdateInput): Promise<void> {
  try {
    await tell(organizationChanged(await tx.organization.update({ where: { id }, data: { ...change, version: { increment: 1 } } })));
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? slugTaken() : error;
  }
}

/** The unique index decides about the slug: the one that was asked for, or the first free one of the name's. */
async function insertOrganization(
  { tx, now }: Step,
  createdById: string,
  { name, slug, websiteUrl }: CreateOrganization,
): Promise<Organization> {
  const id = randomUUID();
  for (const candidate of slug ? [slug] : slugsFor(name, id)) {
    const [organization] = await tx.organization.createManyAndReturn({
      data: [{ id, name, slug: candidate, websiteUrl: websiteUrl ?? null, createdById, createdAt: now }],
      skipDuplicates: true,
    });
    if (organization) return organization;
  }
  throw slug ? slugTaken() : conflict('Another organisation took this name at the same moment. Try again.');
}

async function requireTurn(step: Step, createdById: string): Promise<void> {
  const { tx, now } = step;
  const person = await tx.user.findUniqueOrThrow({ where: { id: createdById }, select: { createdAt: true, reputation: true } });
  const made = await tx.organization.findMany({
    where: { createdById, createdAt: { gt: dayBefore(now) } },
    select: { createdAt: true },
    orderBy: { createdAt: 'asc' },
  });
  const times = made.map(({ createdAt }) => createdAt);
  const retryAt = nextTurn(timesADay('createOrganization', { ...person, isLimited: await isLimited(step, createdById) }, now), times);
  if (retryAt) throw tooOften('You have made as many organisations as one person may in a day.', retryAt);
}
