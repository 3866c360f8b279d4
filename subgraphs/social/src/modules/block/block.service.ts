import { randomUUID } from 'node:crypto';
import { invalidInput, notFound, parsePage, toConnection, type After, type PageArguments } from '@marquee/platform';
import { change } from '../../change';
import { channels } from '../../channels';
import type { Tx } from '../../db';
import { viewerOf, type Deps } from '../../deps';
import type { Connection } from '../../generated/prisma/client';
import { tellConnections } from '../connection/connection.fact';
import { afterCursor } from '../../keyset';
import { REQUEST_LASTS_MS } from '../connection/connection.lifecycle';
import { settleFriendship } from '../connection/friendship';
import { lockPair } from '../connection/pair.lock';
import type { PersonPage } from '../person/person.types';
import { setDirectRoomOpen } from '../room/room.direct';
import type { BlockUser } from './block.input';

/** Blocks: the row in `blocks` says who did it, the connections of the two say to the other subgraphs that it is so. */
export class BlockService {
  constructor(private readonly deps: Deps) {}

  async block(input: BlockUser): Promise<{ id: string; blocked: boolean }> {
    const me = viewerOf(this.deps).id;
    if (input.userId === me) throw invalidInput('userId', 'you cannot block yourself.');
    await change(this.deps, { operation: 'blockUser', input }, async (tx, after) => {
      await lockPair(tx, me, input.userId);
      // Whoever has blocked the viewer can be blocked in turn, so a block must not be told from nobody.
      if ((await tx.person.count({ where: { id: input.userId, erased: false } })) === 0) throw notFound('This person');
      await this.put(tx, after, me, input.userId);
    });
    return { id: input.userId, blocked: true };
  }

  async unblock(input: BlockUser): Promise<{ id: string; blocked: boolean }> {
    const me = viewerOf(this.deps).id;
    await change(this.deps, { operation: 'unblockUser', input }, async (tx) => {
      await lockPair(tx, me, input.userId);
      const { count } = await tx.block.deleteMany({ where: { blockerId: me, blockedId: input.userId } });
      const other = await tx.block.count({ where: { blockerId: input.userId, blockedId: me } });
      if (count === 0 || other > 0) return;
      await this.setConnections(tx, me, input.userId, 'REMOVED');
      await setDirectRoomOpen(tx, me, input.userId, true);
    });
    return { id: input.userId, blocked: false };
  }

  async mine(args: PageArguments): Promise<PersonPage> {
    const me = viewerOf(this.deps).id;
    const page = parsePage(args, { list: 'blockedPeople', keyLength: 2 });
    const from = page.from && afterCursor(page.from);
    const { prisma } = this.deps.db;
    const older = from && { OR: [{ createdAt: { lt: from.at } }, { createdAt: from.at, blockedId: { lt: from.id } }] };
    const rows = await prisma.block.findMany({
      where: { blockerId: me, ...older },
      orderBy: [{ createdAt: 'desc' }, { blockedId: 'desc' }],
      take: page.limit + 1,
    });
    return toConnection(rows, page, (row) => [row.createdAt.toISOString(), row.blockedId], {
      node: ({ blockedId }) => ({ id: blockedId }),
      totalCount: () => prisma.block.count({ where: { blockerId: me } }),
    });
  }

  /** Under the pair lock of the two. */
  async put(tx: Tx, after: After, blocker: string, blocked: string): Promise<void> {
    const now = this.deps.clock.now();
    const { count } = await tx.block.createMany({
      data: [{ blockerId: blocker, blockedId: blocked, createdAt: now }],
      skipDuplicates: true,
    });
    if (count === 0) return;
    await this.setConnections(tx, blocker, blocked, 'BLOCKED');
    await settleFriendship(tx, blocker, blocked, now);
    await tx.follow.deleteMany({ where: { OR: both('followerId', 'followeeId', blocker, blocked) } });
    await tx.groupInvitation.deleteMany({ where: { OR: both('inviterId', 'userId', blocker, blocked) } });
    await setDirectRoomOpen(tx, blocker, blocked, false);
    after(() => {
      for (const person of [blocker, blocked]) void this.deps.bus.push(channels.rights(person), {});
    });
  }

  /** Two strangers get a connection, so that the other subgraphs hear of the block. */
  private async setConnections(tx: Tx, one: string, other: string, status: 'BLOCKED' | 'REMOVED'): Promise<void> {
    const now = this.deps.clock.now();
    const where = { OR: both('requesterId', 'addresseeId', one, other), ...(status === 'REMOVED' ? { status: 'BLOCKED' as const } : {}) };
    const between = await tx.connection.findMany({ where });
    const written: Connection[] = [];
    for (const { id, version } of between) {
      written.push(await tx.connection.update({ where: { id }, data: { status, version: version + 1, updatedAt: now } }));
    }
    if (status === 'BLOCKED' && between.length === 0) {
      const opened = { requestedAt: now, expiresAt: new Date(now.getTime() + REQUEST_LASTS_MS), updatedAt: now };
      written.push(
        await tx.connection.create({
          data: { id: randomUUID(), requesterId: one, addresseeId: other, type: 'FRIEND', status, ...opened },
        }),
      );
    }
    await tellConnections(tx, written, this.deps.caller.correlationId);
  }
}

/** The two in either order, for a `where`. */
const both = <A extends string, B extends string>(a: A, b: B, one: string, other: string) =>
  [
    { [a]: one, [b]: other },
    { [a]: other, [b]: one },
  ] as Array<Record<A | B, string>>;
