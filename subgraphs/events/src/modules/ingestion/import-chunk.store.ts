import { createHash } from 'node:crypto';
import type { Step } from '../../context';
import { importEvents, type EventToImport } from '../event/event-import.store';
import { isEditable } from '../event/event-status';
import { venueKey } from '../venue/venue-key';
import { knownRecords, lookalikes, rememberImports, type KnownRecord, type Lookalike } from './import.store';
import type { ImportSource, RecordOutcome } from './import.types';
import { isSameEvent, type Telling } from './same-event';
import type { EventRecord, Reading } from './schema-org-reader';

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
  step: Step,
  records: readonly ReadRecord[],
  source: ImportSource,
  earlier: ReadonlyMap<string, RecordOutcome>,
): Promise<RecordOutcome[]> {
  // Held until the transaction ends.
  await step.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:import'))`;
  const chunk = new Chunk(step, source, earlier);
  const readable = records.flatMap((record) => chunk.accept(record) ?? []);
  await chunk.decide(readable);
  await chunk.write();
  return chunk.outcomesOf(records);
}

class Chunk {
  private readonly outcomes = new Map<number, RecordOutcome>();
  private readonly toWrite: Plan[] = [];
  private readonly doubles: { plan: Plan; of: Plan }[] = [];

  constructor(
    private readonly step: Step,
    private readonly source: ImportSource,
    private readonly earlier: ReadonlyMap<string, RecordOutcome>,
  ) {}

  /** The record as it would be written; null, and told, when it is not worth it. */
  accept(record: ReadRecord): Plan | null {
    const { reading } = record;
    if ('reason' in reading) return this.noteOutcome(record, 'SKIPPED', null, reading.reason);
    const { event } = reading;
    if (!this.source.keepPast && event.endsAt <= this.step.now) return this.noteOutcome(record, 'SKIPPED', null, 'the event is over');
    const before = this.earlier.get(event.externalId);
    if (before) return this.noteOutcome(record, 'DUPLICATE', before.eventId, sameAs(before.index));
    return { ...record, event: eventOf(event, this.source), contentHash: hashOf(event) };
  }

  /** Sorts out what is here already, and what stands in this chunk twice. */
  async decide(plans: readonly Plan[]): Promise<void> {
    const idOf = ({ event }: Plan) => event.externalId;
    const known = await knownRecords(this.step, this.source.name, plans.map(idOf));
    const others = await otherTellings(
      this.step,
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
    const written = await importEvents(
      this.step,
      this.toWrite.map(({ event }) => event),
    );
    const imports = this.toWrite.map((plan, at) => {
      const { id, outcome } = written[at]!;
      this.noteOutcome(plan, outcome === 'KEPT' ? 'UNCHANGED' : outcome, id);
      return { eventId: id, contentHash: plan.contentHash };
    });
    await rememberImports(this.step, imports);
    for (const { plan, of } of this.doubles) this.noteOutcome(plan, 'DUPLICATE', this.outcomes.get(of.index)!.eventId, sameAs(of.index));
  }

  outcomesOf(records: readonly ReadRecord[]): RecordOutcome[] {
    return records.map(({ index }) => this.outcomes.get(index)!);
  }

  private decideKnown(plan: Plan, { eventId, contentHash, status, creatorId }: KnownRecord): void {
    if (contentHash === plan.contentHash) this.noteOutcome(plan, 'UNCHANGED', eventId);
    else if (!isEditable(status))
      this.noteOutcome(plan, 'SKIPPED', eventId, `the event is ${status.toLowerCase()} here and stays as it is`);
    else if (creatorId !== plan.event.creatorId) this.noteOutcome(plan, 'SKIPPED', eventId, 'the event has another organiser here by now');
    else this.toWrite.push(plan);
  }

  private decideNew(plan: Plan, others: readonly { eventId: string; telling: Telling }[]): void {
    const same = others.find(({ telling }) => isSameEvent(telling, tellingOf(plan.event)));
    if (same) this.noteOutcome(plan, 'DUPLICATE', same.eventId, 'the same event is here already');
    else this.toWrite.push(plan);
  }

  private noteOutcome(
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

async function otherTellings(step: Step, plans: readonly Plan[]): Promise<{ eventId: string; telling: Telling }[]> {
  const rows = await lookalikes(
    step,
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

function eventOf({ organizer, price, ...event }: EventRecord, source: ImportSource): EventToImport {
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

const hashOf = (event: EventRecord): string => createHash('sha256').update(JSON.stringify(event)).digest('hex');
