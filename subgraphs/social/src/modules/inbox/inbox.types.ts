import type { ChangeView } from '../change/change.types';
import type { RoomView } from '../room/room.types';

/** A room of somebody's list that may be another since a snapshot. */
export interface ListedRoom {
  /** The oldest transaction under way: what it and later ones write was not seen. */
  cursor: string;
  /** The first transaction that had not begun. */
  next: string;
  /** Null in the one row of a list in which nothing is another. */
  roomId: string | null;
  isThere: boolean;
  /** The same for the same state. */
  mark: string;
}

/** What `roomsChanged` tells. */
export interface RoomsChange {
  cursor: string;
  roomIds: string[];
  goneIds: string[];
}

export type RoomSyncView =
  | { type: 'RoomCaughtUp'; room: RoomView; changes: ChangeView[]; hasMore: boolean }
  | { type: 'RoomResyncRequired'; room: RoomView; lastChange: number }
  | { type: 'RoomGone'; roomId: string };

export interface RoomsSyncView {
  cursor: string;
  rooms: RoomSyncView[];
  others: RoomView[];
}
