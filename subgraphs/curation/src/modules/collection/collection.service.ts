import { isId, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Collection } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { mayJudge } from '../subject/subject-rights';
import { latestBegunFirst, newestCollectionsFirst } from './collection.sql';
import { isSeenBy } from './collection.store';
import type { CollectionRole, CuratorView, FormerEntry } from './collection.types';

type Published = Collection & { publishedAt: Date };

/** Collections as they are read. */
export class CollectionService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async byId(collectionId: string): Promise<Collection | null> {
    return this.ifSeen(isId(collectionId) ? await this.ctx.loaders.collectionById.load(collectionId) : null);
  }

  async bySlug(slug: string): Promise<Collection | null> {
    return this.ifSeen(await this.ctx.loaders.collectionBySlug.load(slug.toLowerCase()));
  }

  async require(collectionId: string): Promise<Collection> {
    const one = await this.byId(collectionId);
    if (!one) throw notFound('This collection');
    return one;
  }

  published(args: PageArguments, { city }: { city?: string | null | undefined }): Promise<Connection<Collection>> {
    return this.pageOfPublished(args, city ? { cityKey: city.toLowerCase() } : {});
  }

  followed(args: PageArguments): Promise<Connection<Collection>> {
    return this.pageOfPublished(args, { follows: { some: { userId: this.ctx.viewer.id } } });
  }

  async mine(args: PageArguments): Promise<Connection<Collection>> {
    const { id: userId } = this.ctx.viewer;
    const page = latestBegunFirst.page(args);
    const where = { OR: [{ ownerId: userId }, { curators: { some: { userId } } }] };
    return latestBegunFirst.connection(await this.ctx.kept.db.prisma.collection.findMany(latestBegunFirst.prisma(page, where)), page);
  }

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string): Promise<Collection[] | null> {
    const { loaders } = this.ctx;
    if (!(await this.events.byId(eventId))) return null;
    const rows = await loaders.collectionsByEventId.load(eventId);
    const all = await Promise.all(rows.map(({ collectionId }) => loaders.collectionById.load(collectionId)));
    return all.filter((one) => one !== null);
  }

  /** Of the viewer. */
  async role({ id, ownerId }: Collection): Promise<CollectionRole | null> {
    const { viewerId, loaders } = this.ctx;
    if (viewerId === null) return null;
    if (ownerId === viewerId) return 'OWNER';
    const part = (await loaders.coCuratorsByCollectionId.load(id)).find(({ userId }) => userId === viewerId);
    return part ? (part.acceptedAt ? 'CO_CURATOR' : 'INVITED') : null;
  }

  /** The owner first; shares, and who is invited, for those who look after it and who judge such things. */
  async curators(one: Collection): Promise<CuratorView[]> {
    const inside = await this.isInside(one);
    const others = (await this.ctx.loaders.coCuratorsByCollectionId.load(one.id)).filter(({ acceptedAt }) => inside || acceptedAt);
    const given = others.reduce((sum, { acceptedAt, sharePercent }) => sum + (acceptedAt ? sharePercent : 0), 0);
    return [
      { userId: one.ownerId, role: 'OWNER', sharePercent: inside ? 100 - given : null },
      ...others.map(({ userId, acceptedAt, sharePercent }) => ({
        ...{ userId, role: acceptedAt ? ('CO_CURATOR' as const) : ('INVITED' as const) },
        sharePercent: inside ? sharePercent : null,
      })),
    ];
  }

  async formerEntries(one: Collection): Promise<FormerEntry[] | null> {
    return (await this.isInside(one)) ? this.ctx.loaders.formerEntriesByCollectionId.load(one.id) : null;
  }

  async followerCount({ id }: Collection): Promise<number> {
    return (await this.ctx.loaders.followersByCollectionId.load(id))?.count ?? 0;
  }

  async viewerFollows({ id }: Collection): Promise<boolean | null> {
    return this.ctx.viewerId === null ? null : (await this.ctx.loaders.viewerFollowByCollectionId.load(id)) !== null;
  }

  /** Does the viewer read what is between those who look after it and those who judge? */
  async isInside(one: Collection): Promise<boolean> {
    return mayJudge(this.ctx.caller.viewer, 'COLLECTION') || (await this.role(one)) !== null;
  }

  private async ifSeen(one: Collection | null): Promise<Collection | null> {
    if (!one || one.status === 'PUBLISHED') return one;
    return isSeenBy(one, await this.role(one), this.ctx.caller.viewer) ? one : null;
  }

  private async pageOfPublished(args: PageArguments, more: object): Promise<Connection<Collection>> {
    const { db, clock } = this.ctx.kept;
    const page = newestCollectionsFirst.page(args);
    const where = { status: 'PUBLISHED' as const, AND: [{ OR: [{ validUntil: null }, { validUntil: { gt: clock.now() } }] }], ...more };
    const rows = (await db.prisma.collection.findMany(newestCollectionsFirst.prisma(page, where))) as Published[];
    return newestCollectionsFirst.connection(rows, page);
  }
}
