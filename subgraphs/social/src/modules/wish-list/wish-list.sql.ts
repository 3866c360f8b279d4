import { Keyset, type Statement } from '@marquee/platform';
import { mayBeSeen } from '../event/event.sql';
import { notBlocked, type ListOfEach } from '../person/person.sql';

/** SQL: is list `w` shared with the viewer in the parameter, and are they friends of its owner still? */
const shared = (viewer: string) => `EXISTS (
  SELECT 1 FROM wish_list_people s JOIN friendships f ON f.user_id = s.user_id AND f.friend_id = w.owner_id
  WHERE s.list_id = w.id AND s.user_id = ${viewer}::uuid)`;

/** SQL: may the viewer put events on list `w`? */
export const writableList = (viewer: string) => `(w.owner_id = ${viewer}::uuid OR ${shared(viewer)})`;

/** SQL: may the viewer in the parameter (null for a visitor) read list `w`? A block ends a friendship, and with it what is shared. */
export const readableList = (viewer: string) => `(
  EXISTS (SELECT 1 FROM people o WHERE o.id = w.owner_id AND o.active) AND (${writableList(viewer)} OR (w.visibility = 'FRIENDS' AND EXISTS (
    SELECT 1 FROM friendships f WHERE f.user_id = ${viewer}::uuid AND f.friend_id = w.owner_id))))`;

const COLUMNS = (viewer: string) => `w.id, w.version, w.owner_id AS "ownerId", w.name, w.visibility, w.created_at AS "createdAt",
  ${writableList(viewer)} AS "mayWrite"`;

const listOf = (name: string, ids: string): ListOfEach<'createdAt' | 'id'> => ({
  name,
  keyset: new Keyset(name, { createdAt: 'time', id: 'id' }, 'greatest first'),
  columns: { createdAt: 'w.created_at', id: 'w.id' },
  select: `o.id AS "personId", ${COLUMNS('$2')}`,
  from: `FROM wish_lists w WHERE ${ids} AND ${readableList('$2')}`,
});

/** The lists that a person owns. */
export const LISTS_OF_PERSON = listOf('wish-lists-of-person', 'w.owner_id = o.id');

/** The lists that a person owns or that are shared with them. */
export const LISTS_FOR_PERSON = listOf(
  'wish-lists-for-person',
  `w.id IN (SELECT x.id FROM wish_lists x WHERE x.owner_id = o.id UNION ALL SELECT y.list_id FROM wish_list_people y WHERE y.user_id = o.id)`,
);

/** What is on a list, of what the viewer may see; who reads no list is not asked for it. */
export const itemsOfList = (staff: boolean): ListOfEach<'addedAt' | 'eventId'> => ({
  name: staff ? 'wish-list-items-for-staff' : 'wish-list-items',
  keyset: new Keyset('wish-list-items', { addedAt: 'time', eventId: 'id' }, 'greatest first'),
  columns: { addedAt: 'i.added_at', eventId: 'i.event_id' },
  select: `i.list_id AS "listId", i.event_id AS "eventId", i.added_at AS "addedAt", CASE WHEN ${notBlocked('i.added_by', '$2')} THEN i.added_by END AS "addedBy"`,
  from: `FROM wish_list_items i JOIN known_events e ON e.id = i.event_id WHERE i.list_id = o.id AND ${mayBeSeen('$2', staff)}`,
});

export const wishListsById = (ids: readonly string[], viewerId: string | null): Statement => ({
  name: 'social.wish-lists-by-id',
  text: `SELECT ${COLUMNS('$2')} FROM wish_lists w WHERE w.id = ANY ($1::uuid[]) AND ${readableList('$2')}`,
  values: [ids, viewerId],
});

/** With whom each of these lists is shared. */
export const peopleOfLists = (ids: readonly string[], viewerId: string | null): Statement => ({
  name: 'social.wish-list-people',
  text: `SELECT s.list_id AS "listId", s.user_id AS "userId" FROM wish_list_people s JOIN wish_lists w ON w.id = s.list_id
         JOIN friendships f ON f.user_id = s.user_id AND f.friend_id = w.owner_id
         WHERE s.list_id = ANY ($1::uuid[]) AND ${notBlocked('s.user_id', '$2')} ORDER BY s.list_id, s.added_at, s.user_id`,
  values: [ids, viewerId],
});
