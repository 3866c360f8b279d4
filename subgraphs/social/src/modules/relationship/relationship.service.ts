import { isId, Keyset, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Prisma, Relationship, RelationshipStatus, RelationshipType } from '../../generated/prisma/client';
import type { PersonService } from '../person/person.service';
import { otherOf, statusAt } from './relationship-lifecycle';

export interface RelationshipFilter extends PageArguments {
  status?: RelationshipStatus | null;
  type?: RelationshipType | null;
  direction?: 'OUTGOING' | 'INCOMING' | null;
}

const lastChangedFirst = new Keyset('connections', { updatedAt: 'time', id: 'id' }, 'greatest first');

/** What the viewer and other people are to each other. */
export class RelationshipService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  /** Null unless the viewer is one of the two; nobody sees a blocked one. */
  async byId(id: string): Promise<Relationship | null> {
    const { viewerId, loaders } = this.ctx;
    const relationship = isId(id) ? await loaders.relationshipById.load(id) : null;
    if (!relationship || !viewerId || !otherOf(relationship, viewerId) || relationship.status === 'BLOCKED') return null;
    return this.asItIsNow(relationship);
  }

  /** The viewer's with somebody: the accepted one first, then an open request, then what was last. */
  async withPerson(userId: string): Promise<Relationship | null> {
    const { viewerId, loaders } = this.ctx;
    if (!viewerId || viewerId === userId || (await this.people.isBlocked(userId))) return null;
    const relationship = await loaders.relationshipWithViewer.load(userId);
    return relationship && this.asItIsNow(relationship);
  }

  /** The viewer's own, last changed first. */
  async mine(filter: RelationshipFilter): Promise<Connection<Relationship>> {
    const { viewer, kept } = this.ctx;
    const page = lastChangedFirst.page(filter);
    const where: Prisma.RelationshipWhereInput = {
      AND: [sides(viewer.id, filter.direction), ofStatus(filter.status, kept.clock.now()), { type: filter.type ?? undefined }],
    };
    const { prisma } = kept.db;
    const rows = await prisma.relationship.findMany(lastChangedFirst.prisma(page, where));
    return lastChangedFirst.connection(rows, page, {
      node: (row) => this.asItIsNow(row),
      totalCount: () => prisma.relationship.count({ where }),
    });
  }

  asItIsNow(relationship: Relationship): Relationship {
    return { ...relationship, status: statusAt(relationship, this.ctx.kept.clock.now()) };
  }
}

function sides(userId: string, direction: RelationshipFilter['direction']): Prisma.RelationshipWhereInput {
  if (direction === 'OUTGOING') return { requesterId: userId };
  if (direction === 'INCOMING') return { addresseeId: userId };
  return { OR: [{ requesterId: userId }, { addresseeId: userId }] };
}

/** As `statusAt` says it; people whom somebody has blocked are listed nowhere but in `blockedPeople`. */
function ofStatus(status: RelationshipStatus | null | undefined, now: Date): Prisma.RelationshipWhereInput {
  if (!status) return { status: { not: 'BLOCKED' } };
  if (status === 'PENDING') return { status, expiresAt: { gt: now } };
  if (status === 'EXPIRED') return { OR: [{ status }, { status: 'PENDING', expiresAt: { lte: now } }] };
  return status === 'BLOCKED' ? { id: { in: [] } } : { status };
}
