import { parsePage, toConnection, type Connection as Paged, type PageArguments } from '@marquee/platform';
import { viewerOf, type Deps } from '../../deps';
import type { Connection, ConnectionStatus, ConnectionType, Prisma } from '../../generated/prisma/client';
import { afterCursor } from '../../keyset';
import { PersonService } from '../person/person.service';
import type { PersonPage } from '../person/person.types';
import { statusAt } from './connection.lifecycle';

export interface ConnectionFilter extends PageArguments {
  status?: ConnectionStatus | null;
  type?: ConnectionType | null;
  direction?: 'OUTGOING' | 'INCOMING' | null;
}

/** Lists of friends and connections, each as far as the viewer may see it. */
export class ConnectionLists {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  /** The viewer's own, last changed first. */
  async mine(filter: ConnectionFilter): Promise<Paged<Connection>> {
    const me = viewerOf(this.deps).id;
    const page = parsePage(filter, { list: 'connections', keyLength: 2 });
    const from = page.from && afterCursor(page.from);
    const now = this.deps.clock.now();
    const where: Prisma.ConnectionWhereInput = {
      AND: [sides(me, filter.direction), ofStatus(filter.status, now), { type: filter.type ?? undefined }],
    };
    const { prisma } = this.deps.db;
    const rows = await prisma.connection.findMany({
      where: from ? { AND: [where, { OR: [{ updatedAt: { lt: from.at } }, { updatedAt: from.at, id: { lt: from.id } }] }] } : where,
      orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
      take: page.limit + 1,
    });
    return toConnection(rows, page, (row) => [row.updatedAt.toISOString(), row.id], {
      node: (row) => ({ ...row, status: statusAt(row, now) }),
      totalCount: () => prisma.connection.count({ where }),
    });
  }

  async friendsOf(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = parsePage(args, { list: 'friends', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    if (!(await this.showsFriends(userId))) return null;
    const { friendsPage, friendCountByUserId } = this.deps.loaders;
    return toConnection(await friendsPage.load({ id: userId, page }), page, (row) => [row.since.toISOString(), row.id], {
      node: ({ id }) => ({ id }),
      totalCount: async () => (await friendCountByUserId.load(userId))?.count ?? 0,
    });
  }

  async mutualFriendsWith(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = parsePage(args, { list: 'mutualFriends', keyLength: 2 });
    if (page.from) afterCursor(page.from);
    const viewer = this.deps.caller.viewer;
    if (!viewer || viewer.id === userId || !(await this.showsFriends(userId))) return null;
    const { mutualFriendsPage, mutualFriendCountByUserId } = this.deps.loaders;
    return toConnection(await mutualFriendsPage.load({ id: userId, page }), page, (row) => [row.since.toISOString(), row.id], {
      node: ({ id }) => ({ id }),
      totalCount: async () => (await mutualFriendCountByUserId.load(userId))?.count ?? 0,
    });
  }

  /** People we have not been told about yet show nothing; the viewer sees their own all the same. */
  private async showsFriends(userId: string): Promise<boolean> {
    const person = await this.deps.loaders.personById.load(userId);
    return this.people.shows(userId, person?.active ? person.friendsVisibility : 'PRIVATE');
  }
}

function sides(me: string, direction: ConnectionFilter['direction']): Prisma.ConnectionWhereInput {
  if (direction === 'OUTGOING') return { requesterId: me };
  if (direction === 'INCOMING') return { addresseeId: me };
  return { OR: [{ requesterId: me }, { addresseeId: me }] };
}

/** As `statusAt` says it; whom somebody has blocked is told nowhere but in `blockedPeople`. */
function ofStatus(status: ConnectionStatus | null | undefined, now: Date): Prisma.ConnectionWhereInput {
  if (!status) return { status: { not: 'BLOCKED' } };
  if (status === 'PENDING') return { status, expiresAt: { gt: now } };
  if (status === 'EXPIRED') return { OR: [{ status }, { status: 'PENDING', expiresAt: { lte: now } }] };
  return status === 'BLOCKED' ? { id: { in: [] } } : { status };
}
