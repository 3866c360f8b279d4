import { createHash } from 'node:crypto';
import type { Tx } from '../../db';
import { importEvents, type ImportedEvent as EventToImport } from '../event/event.import';
import { isEditable } from '../event/event.status';
import type { Change } from '../event/event.store';
import { venueKey } from '../venue/venue.key';
import { knownRecords, lookalikes, rememberImports, type KnownRecord, type Lookalike } from './import.store';
import type { ImportSource, RecordOutcome } from './importer';
import { isSameEvent, type Telling } from './same-event';
import type { ImportedEvent, Reading } from './schema-org.reader';

export interface ReadRecord {
  index: number;
  name: string;
  reading: Reading;
}

/** What is to become of a record that could be read. */
interface Plan extends ReadRecord {
  event: EventToImport;
  contentHash: string;
}

/**
 * Takes in some records in the caller's transaction: what is broken, over or here already is told, the rest is written. One import at a
 * time comes through here, in all processes: two calendars with the same concert, sent at once, leave it once. `earlier`: what became of
 * records of this document in the chunks before, by their own ids.
 */
export async function importChunk(
  change: Change,
  records: readonly ReadRecord[],
  source: ImportSource,
  { earlier, lock = oneAtATime }: { earlier: ReadonlyMap<string, RecordOutcome>; lock?: ImportLock },
): Promise<RecordOutcome[]> {
  await lock(change.tx);
  const chunk = new Chunk(change, source, earlier);
  const readable = records.flatMap((record) => chunk.accept(record) ?? []);
  await chunk.decide(readable);
  await chunk.write();
  return chunk.outcomesOf(records);
}

export type ImportLock = (tx: Tx) => Promise<unknown>;

/** Held until the transaction ends. */
const oneAtATime: ImportLock = (tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:import'))`;

class Chunk {
  private readonly outcomes = new Map<number, RecordOutcome>();
  private readonly toWrite: Plan[] = [];
  private readonly doubles: { plan: Plan; of: Plan }[] = [];

  constructor(
    private readonly change: Change,
    private readonly source: ImportSource,
    private readonly earlier: ReadonlyMap<string, RecordOutcome>,
  ) {}

  /** The record as it would be written; null, and told, when it is not worth it. */
  accept(record: ReadRecord): Plan | null {
    const { reading } = record;
    if ('reason' in reading) return this.tell(record, 'SKIPPED', null, reading.reason);
    const { event } = reading;
    if (!this.source.keepPast && event.endsAt <= this.change.runtime.clock.now())
      return this.tell(record, 'SKIPPED', null, 'the event is over');
    const before = this.earlier.get(event.externalId);
    if (before) return this.tell(record, 'DUPLICATE', before.eventId, sameAs(before.index));
    return { ...record, event: eventOf(event, this.source), contentHash: hashOf(event) };
  }

  /** Sorts out what is here already, and what stands in this chunk twice. */
  async decide(plans: readonly Plan[]): Promise<void> {
    const { tx } = this.change;
    const idOf = ({ event }: Plan) => event.externalId;
    const known = await knownRecords(tx, this.source.name, plans.map(idOf));
    const others = await otherTellings(
      tx,
      plans.filter((plan) => !known.has(idOf(plan))),
    );
    const told = new Map<string, Plan>();
    for (const plan of plans) {
      const first = told.get(idOf(plan)) ?? this.toWrite.find((other) => isSameEvent(tellingOf(other.event), tellingOf(plan.event)));
      const here = known.get(idOf(plan));
      if (first) this.doubles.push({ plan, of: first });
      else if (here) this.decideKnown(plan, here);
      else this.decideNew(plan, others);
      if (!told.has(idOf(plan))) told.set(idOf(plan), plan);
    }
  }

  async write(): Promise<void> {
    const { tx, runtime } = this.change;
    const written = await importEvents(
      this.change,
      this.toWrite.map(({ event }) => event),
    );
    const imports = this.toWrite.map((plan, at) => {
      const { id, outcome } = written[at]!;
      this.tell(plan, outcome === 'KEPT' ? 'UNCHANGED' : outcome, id);
      return { eventId: id, contentHash: plan.contentHash };
    });
    await rememberImports(tx, imports, runtime.clock.now());
    for (const { plan, of } of this.doubles) this.tell(plan, 'DUPLICATE', this.outcomes.get(of.index)!.eventId, sameAs(of.index));
  }

  outcomesOf(records: readonly ReadRecord[]): RecordOutcome[] {
    return records.map(({ index }) => this.outcomes.get(index)!);
  }

  private decideKnown(plan: Plan, { eventId, contentHash, status, creatorId }: KnownRecord): void {
    if (contentHash === plan.contentHash) this.tell(plan, 'UNCHANGED', eventId);
    else if (!isEditable(status)) this.tell(plan, 'SKIPPED', eventId, `the event is ${status.toLowerCase()} here and stays as it is`);
    else if (creatorId !== plan.event.creatorId) this.tell(plan, 'SKIPPED', eventId, 'the event has another organiser here by now');
    else this.toWrite.push(plan);
  }

  private decideNew(plan: Plan, others: readonly { eventId: string; telling: Telling }[]): void {
    const same = others.find(({ telling }) => isSameEvent(telling, tellingOf(plan.event)));
    if (same) this.tell(plan, 'DUPLICATE', same.eventId, 'the same event is here already');
    else this.toWrite.push(plan);
  }

  private tell(
    { index, name, reading }: ReadRecord,
    outcome: RecordOutcome['outcome'],
    eventId: string | null,
    reason: string | null = null,
  ): null {
    this.outcomes.set(index, { index, name, outcome, eventId, reason, notes: 'notes' in reading ? reading.notes : [] });
    return null;
  }
}

const sameAs = (index: number) => `the same event as record ${index} of this document`;

async function otherTellings(tx: Tx, plans: readonly Plan[]): Promise<{ eventId: string; telling: Telling }[]> {
  const rows = await lookalikes(
    tx,
    plans.map(({ event }) => ({ title: event.title, startsAt: event.startsAt, creatorId: event.creatorId })),
  );
  return rows.map((row) => ({ eventId: row.eventId, telling: { ...row, venue: venueOf(row) } }));
}

const venueOf = ({ venueName, venueKey: key, latitude, longitude }: Lookalike): Telling['venue'] =>
  venueName === null || key === null ? null : { name: venueName, key, latitude, longitude };

const tellingOf = ({ title, startsAt, venue }: EventToImport): Telling => ({
  title,
  startsAt,
  venue: venue && { name: venue.name, key: venueKey(venue), latitude: venue.latitude, longitude: venue.longitude },
});

function eventOf({ organizer, price, ...event }: ImportedEvent, source: ImportSource): EventToImport {
  const money = (amountMinor: number | null) =>
    amountMinor === null || price.currency === null ? null : { amountMinor, currency: price.currency };
  const [min, max] = [money(price.minMinor), money(price.maxMinor)];
  return {
    ...event,
    source: source.name,
    creatorId: source.creatorFor(organizer?.name ?? ''),
    reviewFirst: !source.trusted,
    ...(source.idFor ? { id: source.idFor(event.externalId) } : {}),
    onlineUrl: null,
    capacity: null,
    price: { type: price.type, min, max: max?.amountMinor === min?.amountMinor ? null : max },
  };
}

const hashOf = (event: ImportedEvent): string => createHash('sha256').update(JSON.stringify(event)).digest('hex');
