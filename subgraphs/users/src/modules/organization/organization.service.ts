import { randomUUID } from 'node:crypto';
import { isId, once, parseInput, Refusal, type Caller, type Clock } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Organization, OrganizationMember } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { viewerOf } from '../../viewer';
import { createOrganizationInput } from './organization.input';

export interface OrganizationServiceParts {
  db: Database;
  clock: Clock;
  loaders: Loaders;
  caller: Caller;
}

/** Houses, clubs and companies that organise events, and who works for them. */
export class OrganizationService {
  constructor(private readonly parts: OrganizationServiceParts) {}

  async byId(id: string): Promise<Organization | null> {
    return isId(id) ? this.parts.loaders.organizationById.load(id.toLowerCase()) : null;
  }

  async ofUser(userId: string): Promise<Organization[]> {
    return (await this.parts.loaders.membershipsByUserId.load(userId)).map((membership) => membership.organization);
  }

  /** Null for those who do not work there. */
  async members(organization: Organization): Promise<OrganizationMember[] | null> {
    const { loaders, caller } = this.parts;
    if (!caller.viewer) return null;
    const members = await loaders.membersByOrganizationId.load(organization.id);
    return members.some((member) => member.userId === caller.viewer?.id) || caller.viewer.role === 'admin' ? members : null;
  }

  async create(raw: unknown): Promise<Organization> {
    const { idempotencyKey, ...input } = parseInput(createOrganizationInput, raw);
    const { db, caller } = this.parts;
    const viewer = viewerOf(caller);
    const id = await db.transaction((tx) =>
      once(tx, { principal: viewer.id, operation: 'createOrganization', key: idempotencyKey, args: input }, () =>
        this.insert(tx, viewer.id, input),
      ),
    );
    return db.prisma.organization.findUniqueOrThrow({ where: { id } });
  }

  private async insert(
    tx: Tx,
    ownerId: string,
    { name, slug, websiteUrl }: { name: string; slug: string; websiteUrl?: string | null },
  ): Promise<string> {
    const now = this.parts.clock.now();
    const [organization] = await tx.organization.createManyAndReturn({
      data: [{ id: randomUUID(), name, slug, websiteUrl, createdAt: now }],
      skipDuplicates: true,
    });
    if (!organization) throw new Refusal('SlugTaken', 'CONFLICT', 'Another organisation has this slug. Choose another.', { field: 'slug' });
    await tx.organizationMember.create({ data: { organizationId: organization.id, userId: ownerId, role: 'OWNER', joinedAt: now } });
    return organization.id;
  }
}
