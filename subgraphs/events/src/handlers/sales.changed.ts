import type { Handler } from '../context';

/** Grants payments as many places of an event as it can sell, until capacity counts tickets. */
export const salesChanged: Handler<'sales.changed'> = async ({ payload: { eventId, grant } }, { tell }) => {
  if (grant.version === 0) await tell({ topic: 'places.granted', key: eventId, payload: { eventId, version: 1, places: null } });
};
