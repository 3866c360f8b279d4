import type { WishList, WishListItem } from '../../generated/prisma/client';

/** A list as a reader meets it. */
export interface WishListView extends WishList {
  /** It is theirs, or shared with them. */
  mayWrite: boolean;
}

/** A list in the lists of one person. */
export interface WishListOfPerson extends WishListView {
  personId: string;
}

/** A person on a list, as a reader meets them. */
export interface WishListPersonView {
  listId: string;
  userId: string;
}

/** What is on a list, as a reader meets it. */
export interface WishListItemView extends WishListItem {
  /** Null, too, when who put it there is in a block with the reader. */
  addedBy: string | null;
}
