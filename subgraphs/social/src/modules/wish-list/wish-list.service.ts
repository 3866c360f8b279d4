import { randomUUID } from 'node:crypto';
import { isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import { seenAmong } from '../event/event.store';
import type { CreateWishList, OfWishList, OfWishListEvent, ShareWishList, UnshareWishList, UpdateWishList } from './wish-list.input';
import { itemsOfList, LISTS_FOR_PERSON, LISTS_OF_PERSON } from './wish-list.sql';
import { friendsAmong, lockLists, lockOwnList, lockWritableList, shareNoMore, shareWith } from './wish-list.store';
import type { WishListItemView, WishListView } from './wish-list.types';

const MOST_LISTS = 50;
const MOST_PEOPLE = 20;
const MOST_ITEMS = 200;

/** Events that people would like to go to, alone or together with friends. */
export class WishListService {
  constructor(private readonly ctx: Context) {}

  /** Null when it does not exist or the viewer may not read it. */
  async byId(id: string): Promise<WishListView | null> {
    return isId(id) ? this.ctx.loaders.wishListById.load(id) : null;
  }

  async require(id: string): Promise<WishListView> {
    const list = await this.byId(id);
    if (!list) throw notFound('This wish-list');
    return list;
  }

  async forViewer(args: PageArguments): Promise<Connection<WishListView>> {
    const page = LISTS_FOR_PERSON.keyset.page(args);
    const { wishListsForPersonPage, wishListCountForPerson } = this.ctx.loaders;
    const { id } = this.ctx.viewer;
    return LISTS_FOR_PERSON.keyset.connection(await wishListsForPersonPage.load({ id, page }), page, {
      totalCount: async () => (await wishListCountForPerson.load(id))?.count ?? 0,
    });
  }

  async ofUser(id: string, args: PageArguments): Promise<Connection<WishListView>> {
    const page = LISTS_OF_PERSON.keyset.page(args);
    const { wishListsOfPersonPage, wishListCountOfPerson } = this.ctx.loaders;
    return LISTS_OF_PERSON.keyset.connection(await wishListsOfPersonPage.load({ id, page }), page, {
      totalCount: async () => (await wishListCountOfPerson.load(id))?.count ?? 0,
    });
  }

  async items({ id }: WishListView, args: PageArguments): Promise<Connection<WishListItemView>> {
    const { keyset } = itemsOfList(staffMay(this.ctx.caller.viewer, 'SEE'));
    const page = keyset.page(args);
    const { itemsOfWishListPage, itemCountByWishListId } = this.ctx.loaders;
    return keyset.connection(await itemsOfWishListPage.load({ id, page }), page, {
      totalCount: async () => (await itemCountByWishListId.load(id))?.count ?? 0,
    });
  }

  async peopleOn(id: string): Promise<string[]> {
    return (await this.ctx.loaders.peopleByWishListId.load(id)).map(({ userId }) => userId);
  }

  async create(input: CreateWishList): Promise<WishListView> {
    const me = this.ctx.viewer.id;
    const { name, visibility } = input;
    const id = await this.ctx.change('createWishList', input, async (step) => {
      await lockLists(step, me);
      if ((await step.tx.wishList.count({ where: { ownerId: me } })) >= MOST_LISTS)
        throw notAllowed(`You have ${MOST_LISTS} wish-lists. Delete one.`);
      const list = await step.tx.wishList.create({ data: { id: randomUUID(), ownerId: me, name, visibility, createdAt: step.now } });
      return list.id;
    });
    return this.require(id);
  }

  async update(input: UpdateWishList): Promise<WishListView> {
    const { wishListId, name, visibility } = input;
    const id = await this.ctx.change('updateWishList', input, async (step) => {
      const list = await lockOwnList(step, wishListId, this.ctx.viewer.id);
      const wanted = { name: name ?? list.name, visibility: visibility ?? list.visibility };
      if (wanted.name !== list.name || wanted.visibility !== list.visibility)
        await step.tx.wishList.update({ where: { id: list.id }, data: { ...wanted, version: { increment: 1 } } });
      return list.id;
    });
    return this.require(id);
  }

  /** Returns the id of the list. */
  async delete(input: OfWishList): Promise<string> {
    return this.ctx.change('deleteWishList', input, async (step) => {
      const { id } = await lockOwnList(step, input.wishListId, this.ctx.viewer.id);
      await shareNoMore(step, id, null);
      await step.tx.wishList.delete({ where: { id } });
      return id;
    });
  }

  async share(input: ShareWishList): Promise<{ wishList: WishListView; notAdded: string[] }> {
    const me = this.ctx.viewer.id;
    const { id, notAdded } = await this.ctx.change('shareWishList', input, async (step) => {
      const { tx } = step;
      // Friends before the list, as where a friendship ends.
      const friends = await friendsAmong(step, me, input.userIds);
      const list = await lockOwnList(step, input.wishListId, me);
      const there = new Set((await tx.wishListPerson.findMany({ where: { listId: list.id } })).map(({ userId }) => userId));
      const added = input.userIds.filter((userId) => friends.has(userId) && !there.has(userId));
      if (there.size + added.length > MOST_PEOPLE) throw notAllowed(`A wish-list is shared with ${MOST_PEOPLE} people at most.`);
      await shareWith(step, list, added);
      return { id: list.id, notAdded: input.userIds.filter((userId) => !friends.has(userId)) };
    });
    return { wishList: await this.require(id), notAdded };
  }

  async unshare(input: UnshareWishList): Promise<WishListView> {
    const id = await this.ctx.change('unshareWishList', input, async (step) => {
      const list = await lockOwnList(step, input.wishListId, this.ctx.viewer.id);
      await shareNoMore(step, list.id, input.userId);
      return list.id;
    });
    return this.require(id);
  }

  /** Returns the id of the list. */
  async leave(input: OfWishList): Promise<string> {
    const me = this.ctx.viewer.id;
    return this.ctx.change('leaveWishList', input, async (step) => {
      const list = await lockWritableList(step, input.wishListId, me);
      if (list.ownerId === me) throw notAllowed('It is yours. Delete it.');
      await shareNoMore(step, list.id, me);
      return list.id;
    });
  }

  async addEvent(input: OfWishListEvent): Promise<WishListView> {
    const { viewer } = this.ctx;
    const { wishListId, eventId } = input;
    const id = await this.ctx.change('addToWishList', input, async (step) => {
      const { tx, now } = step;
      const list = await lockWritableList(step, wishListId, viewer.id);
      if (!(await seenAmong(step, viewer, [eventId])).has(eventId)) throw notFound('This event');
      const on = { listId_eventId: { listId: list.id, eventId } };
      if (await tx.wishListItem.findUnique({ where: on })) return list.id;
      if ((await tx.wishListItem.count({ where: { listId: list.id } })) >= MOST_ITEMS)
        throw notAllowed(`A wish-list has ${MOST_ITEMS} events at most. Take one off.`);
      await tx.wishListItem.create({ data: { listId: list.id, eventId, addedBy: viewer.id, addedAt: now } });
      return list.id;
    });
    return this.require(id);
  }

  async removeEvent(input: OfWishListEvent): Promise<WishListView> {
    const id = await this.ctx.change('removeFromWishList', input, async (step) => {
      const list = await lockWritableList(step, input.wishListId, this.ctx.viewer.id);
      await step.tx.wishListItem.deleteMany({ where: { listId: list.id, eventId: input.eventId } });
      return list.id;
    });
    return this.require(id);
  }
}
