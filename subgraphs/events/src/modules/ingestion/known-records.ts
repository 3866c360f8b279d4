import type { KnownRecord } from './import.store';
import { normalise } from '../text/plain-text';
import type { EventRecord } from './schema-org-reader';

/**
 * The events that a source has told us of before, by how a record names them: its own id, the ids it had before it was put off, or else
 * its page. A page names an event where no other record of the document and no other event to come has it, and either the title or the start is
 * the same: a calendar that moves a concert keeps its page, and one page for a whole series names none of its evenings.
 */
export class KnownRecords {
  private readonly byId: ReadonlyMap<string, KnownRecord>;
  private readonly taken = new Set<string>();
  private readonly byPage = new Map<string, KnownRecord[]>();

  constructor(rows: readonly KnownRecord[], now: Date) {
    this.byId = new Map(rows.map((row) => [row.externalId, row]));
    for (const row of rows) {
      if (row.externalUrl === null || row.endsAt <= now || row.status === 'CANCELLED' || row.status === 'COMPLETED') continue;
      this.byPage.set(row.externalUrl, [...(this.byPage.get(row.externalUrl) ?? []), row]);
    }
  }

  /** Null where it tells of none of them, or another record of the document has taken it. */
  of({ externalId, formerIds, page, title, startsAt }: EventRecord, hasOwnPage: boolean): KnownRecord | null {
    const named = [externalId, ...formerIds].flatMap((id) => this.byId.get(id) ?? [])[0] ?? null;
    const found = named ?? this.onPage(hasOwnPage ? page : null, title, startsAt);
    return found && !this.taken.has(found.eventId) ? found : null;
  }

  /** From now on it is the event of the record that was just decided on. */
  take({ eventId }: KnownRecord): void {
    this.taken.add(eventId);
  }

  private onPage(page: string | null, title: string, startsAt: Date): KnownRecord | null {
    const rows = (page !== null && this.byPage.get(page)) || [];
    const [row] = rows;
    if (!row || rows.length > 1) return null;
    return normalise(row.title) === normalise(title) || row.startsAt.getTime() === startsAt.getTime() ? row : null;
  }
}
