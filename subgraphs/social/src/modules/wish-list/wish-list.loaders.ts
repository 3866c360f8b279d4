import { byId, manyBy, pagesBy, type Caller } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner, type ListOfEach } from '../person/person.sql';
import { itemsOfList, LISTS_FOR_PERSON, LISTS_OF_PERSON, peopleOfLists, wishListsById } from './wish-list.sql';
import type { WishListItemView, WishListOfPerson, WishListPersonView, WishListView } from './wish-list.types';

export const wishListLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const items = itemsOfList(staffMay(viewer, 'SEE'));
  const pageOf = (list: typeof LISTS_OF_PERSON) =>
    pagesBy<WishListOfPerson>(
      (ids, page) => db.query(pageOfEach(list, ids, viewerId, page)),
      (row) => row.personId,
    );
  const countOf = (list: ListOfEach<string>) =>
    byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(list, ids, viewerId)),
      (row) => row.id,
    );
  return {
    /** Those that the viewer may read. */
    wishListById: byId<string, WishListView>(
      (ids) => db.query(wishListsById(ids, viewerId)),
      (list) => list.id,
    ),
    wishListsOfPersonPage: pageOf(LISTS_OF_PERSON),
    wishListCountOfPerson: countOf(LISTS_OF_PERSON),
    wishListsForPersonPage: pageOf(LISTS_FOR_PERSON),
    wishListCountForPerson: countOf(LISTS_FOR_PERSON),
    peopleByWishListId: manyBy<string, WishListPersonView>(
      (ids) => db.query(peopleOfLists(ids, viewerId)),
      (row) => row.listId,
    ),
    itemsOfWishListPage: pagesBy<WishListItemView>(
      (ids, page) => db.query(pageOfEach(items, ids, viewerId, page)),
      (row) => row.listId,
    ),
    itemCountByWishListId: countOf(items),
  };
};
