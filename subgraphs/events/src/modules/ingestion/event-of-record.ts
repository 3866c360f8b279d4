import type { EventToImport } from '../event/event-import.store';
import type { ImportSource } from './import.types';
import type { EventRecord } from './schema-org-reader';

/** An event as it was read, as the tables want it. */
export function eventOf(record: EventRecord, source: ImportSource): EventToImport {
  const { organizer, price, formerIds: _formerIds, page: _page, status: _status, ...event } = record;
  const money = (amountMinor: number | null) =>
    amountMinor === null || price.currency === null ? null : { amountMinor, currency: price.currency };
  const [min, max] = [money(price.minMinor), money(price.maxMinor)];
  return {
    ...event,
    source: source.name,
    creatorId: source.creatorFor(organizer?.name ?? ''),
    reviewFirst: !source.trusted,
    ...(source.organizationId ? { organizationId: source.organizationId } : {}),
    ...(source.idFor ? { id: source.idFor(event.externalId) } : {}),
    price: { type: price.type, min, max: max?.amountMinor === min?.amountMinor ? null : max },
  };
}
