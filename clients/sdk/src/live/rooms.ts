import type { ApolloClient } from '@apollo/client';
import type { ApolloCache, Reference } from '@apollo/client/cache';
import { parse } from 'graphql';
import { Observable, type Subscription } from 'rxjs';
import { RoomChangedDocument, type RoomChangedSubscription, RoomWithLogDocument } from '../generated/operations.js';

/** One change of a room. The entities in it are in the cache already. */
export type RoomChange = RoomChangedSubscription['roomChanged'];

/**
 * Follows a room: loads it as `RoomWithLog` shows it, then takes in everything that changes there, so that a screen with that query is
 * always as the room is. Goes on after any break without a gap; what the log no longer reaches is loaded anew. Unsubscribe to stop;
 * completes when the viewer may no longer read the room. With `viewerId`, the viewer's own signs from other devices show, too.
 *
 * @example followRoom(apollo, roomId).subscribe({ error: show })
 */
export function followRoom(apollo: ApolloClient, roomId: string, viewerId?: string): Observable<RoomChange> {
  return new Observable((observer) => {
    let stream: Subscription | null = null;
    let stopped = false;
    loadRoom(apollo, roomId).then(
      (since) => {
        if (stopped) return;
        if (since === null) return observer.complete();
        stream = apollo.subscribe({ query: RoomChangedDocument, variables: { roomId, since } }).subscribe({
          next: ({ data, error }) => {
            if (error) return observer.error(error);
            if (!data) return;
            applyRoomChange(apollo.cache, roomId, data.roomChanged, viewerId);
            observer.next(data.roomChanged);
          },
          error: (error: unknown) => observer.error(error),
          complete: () => observer.complete(),
        });
      },
      (error: unknown) => observer.error(error),
    );
    return () => {
      stopped = true;
      stream?.unsubscribe();
    };
  });
}

/** Loads a room anew. Returns the position from which `roomChanged` goes on; null when the viewer may not read it. */
export async function loadRoom(apollo: ApolloClient, roomId: string): Promise<number | null> {
  const { data } = await apollo.query({ query: RoomWithLogDocument, variables: { id: roomId }, fetchPolicy: 'network-only' });
  return data?.chatRoom?.lastChange ?? null;
}

/**
 * Puts a change where the entities alone do not show it: a new message at the end of the room's list, a pin in the list of pins. What is
 * edited or answered with a sign is an entity with an id, and every list shows it as it is.
 */
export function applyRoomChange(cache: ApolloCache, roomId: string, change: RoomChange, viewerId?: string): void {
  const room = cache.identify({ __typename: 'ChatRoom', id: roomId });
  if (!room) return;
  const inRoom = (fields: Record<string, (known: never) => unknown>): void => {
    cache.modify({ id: room, fields: fields as never });
  };
  inRoom({ lastChange: (known: number) => Math.max(known, change.change) });
  const message = messageOf(change);
  const id = message && cache.identify(message);
  if (!id) return;
  const others = (list: readonly Reference[]) => list.filter(({ __ref }) => __ref !== id);
  switch (change.__typename) {
    case 'ReactionsChanged':
      return ownSigns(cache, id, change.reacted?.reactions ?? [], viewerId);
    case 'MessageAdded':
      ownSigns(cache, id, change.added?.reactions ?? [], viewerId);
      return inRoom({
        messages: (list: KeptList) =>
          list.nodes?.some(({ __ref }) => __ref === id) ? list : { ...list, nodes: [...(list.nodes ?? []), { __ref: id }] },
      });
    case 'MessageDeleted':
      // A deleted message has lost these, and the change does not say so.
      cache.modify({ id, fields: { reactions: () => [], viewerReactions: () => [], pinnedAt: () => null } });
      return inRoom({ pinnedMessages: others });
    case 'PinChanged':
      return inRoom({
        pinnedMessages: (list: readonly Reference[]) => (change.pinned?.pinnedAt ? [{ __ref: id }, ...others(list)] : others(list)),
      });
  }
}

const OWN_SIGNS = /* @__PURE__ */ parse('fragment OwnSigns on Message { viewerReactions }', { noLocation: true });

interface Sign {
  readonly emoji: string;
  readonly people: readonly ({ readonly id: string } | null)[];
}

function ownSigns(cache: ApolloCache, message: string, signs: readonly Sign[], viewerId: string | undefined): void {
  if (!viewerId) return;
  const own = signs.filter(({ people }) => people.some((person) => person?.id === viewerId)).map(({ emoji }) => emoji);
  // `modify` changes only what is there, and a message of the stream has none yet.
  cache.writeFragment({ id: message, fragment: OWN_SIGNS, data: { __typename: 'Message', viewerReactions: own } });
}

interface KeptList {
  readonly nodes?: readonly Reference[];
}

function messageOf(change: RoomChange): { readonly __typename?: 'Message'; readonly id: string } | null | undefined {
  switch (change.__typename) {
    case 'MessageAdded':
      return change.added;
    case 'MessageDeleted':
      return change.deleted;
    case 'ReactionsChanged':
      return change.reacted;
    case 'PinChanged':
      return change.pinned;
    default:
      return null;
  }
}
