import type { Step } from '../../context';
import { insertImported, type EventToImport } from '../event/event-import.store';
import { isEditable, statusAfter } from '../event/event-status';
import { venueKey } from '../venue/venue-key';
import { eventOf } from './event-of-record';
import { changedGroups } from './import-changes';
import { callOff, updateFromSource, type SourceChange } from './import-update.store';
import { KnownRecords } from './known-records';
import { knownRecords, lockSource, lockStarts, lookalikes, rememberImports, type KnownRecord, type Lookalike } from './import.store';
import type { ImportSource, RecordOutcome, ToldRecord } from './import.types';
import type { ReadRecord } from './read-record';
import { recordHash } from './record-hash';
import { isSameEvent, type Telling } from './same-event';
import { readEvent, type EventRecord } from './schema-org-reader';

/** A record of the same document that came before. */
export type Earlier = Pick<RecordOutcome, 'index' | 'eventId'>;

/** What is to become of a record that could be read. */
interface Plan extends ReadRecord {
  record: EventRecord;
  event: EventToImport;
}

/**
 * Takes in some records in the caller's transaction: what is broken, over or here already is told, the rest is written. Of one source one
 * import at a time comes through here, in all processes; imports of several wait for each other only where both bring new events that start
 * about the same time: two calendars with the same concert, sent at once, leave it once. `earlier`: what became of records of this document
 * in the chunks before, by their own ids.
 */
export async function importChunk(
  step: Step,
  records: readonly ReadRecord[],
  source: ImportSource,
  earlier: ReadonlyMap<string, Earlier>,
): Promise<RecordOutcome[]> {
  await lockSource(step, source.name);
  const chunk = new Chunk(step, source, earlier);
  const readable = records.flatMap((record) => chunk.accept(record) ?? []);
  await chunk.decide(readable);
  await chunk.write();
  return chunk.outcomesOf(records);
}

class Chunk {
  private readonly outcomes = new Map<number, RecordOutcome>();
  private readonly toInsert: Plan[] = [];
  private readonly toUpdate: { plan: Plan; change: SourceChange }[] = [];
  private readonly toCallOff: { plan: Plan; eventId: string }[] = [];
  /** Told for the first time since records are kept, or changed. */
  private readonly toRemember: { eventId: string; told: ToldRecord }[] = [];
  private readonly doubles: { plan: Plan; of: Plan }[] = [];

  constructor(
    private readonly step: Step,
    private readonly source: ImportSource,
    private readonly earlier: ReadonlyMap<string, Earlier>,
  ) {}

  /** The record as it would be written; null, and told, when it is not worth it. */
  accept(record: ReadRecord): Plan | null {
    const { reading } = record;
    if ('reason' in reading) return this.noteOutcome(record, 'SKIPPED', null, reading.reason);
    const { event } = reading;
    if (!this.source.keepPast && event.endsAt <= this.step.now) return this.noteOutcome(record, 'SKIPPED', null, 'the event is over');
    const before = this.earlier.get(event.externalId);
    if (before) return this.noteOutcome(record, 'DUPLICATE', before.eventId, sameAs(before.index));
    return { ...record, record: event, event: eventOf(event, this.source) };
  }

  /** Sorts out what is here already, and what stands in this chunk twice. */
  async decide(plans: readonly Plan[]): Promise<void> {
    const idOf = ({ event }: Plan) => event.externalId;
    const ids = plans.flatMap(({ record }) => [record.externalId, ...record.formerIds]);
    const pages = plans.flatMap(({ record, hasOwnPage }) => (hasOwnPage && record.page ? [record.page] : []));
    const known = new KnownRecords(await knownRecords(this.step, this.source.name, ids, pages), this.step.now);
    const unknown = plans.filter((plan) => !known.of(plan.record, plan.hasOwnPage));
    await lockStarts(
      this.step,
      unknown.map(({ event }) => event.startsAt),
    );
    const others = await otherTellings(this.step, unknown);
    const told = new Map<string, Plan>();
    const taken: Plan[] = [];
    for (const plan of plans) {
      const here = known.of(plan.record, plan.hasOwnPage);
      const sameId = told.get(idOf(plan));
      if (plan.record.status !== 'SCHEDULED') this.decideOff(plan, here);
      else if (sameId) this.doubles.push({ plan, of: sameId });
      else if (here) {
        known.take(here);
        if (this.decideKnown(plan, here)) taken.push(plan);
      } else {
        const same = taken.find((other) => isSameEvent(tellingOf(other.event), tellingOf(plan.event)));
        if (same) this.doubles.push({ plan, of: same });
        else if (this.decideNew(plan, others)) taken.push(plan);
      }
      if (plan.record.status === 'SCHEDULED' && !sameId) told.set(idOf(plan), plan);
    }
  }

  async write(): Promise<void> {
    if (this.source.dryRun) return this.foresee();
    if (this.toInsert.length > 0) await this.source.requireRoom?.(this.step, this.toInsert.length);
    for (const { plan, eventId } of this.toCallOff) {
      await callOff(this.step, eventId);
      this.noteOutcome(plan, 'UPDATED', eventId, null, ['called off: its source says so']);
    }
    const updated = await updateFromSource(
      this.step,
      this.toUpdate.map(({ change }) => change),
      this.source.trusted,
    );
    for (const { plan, change } of this.toUpdate) {
      const { isChanged, isHeldBack, notes } = updated.get(change.eventId) ?? { isChanged: false, isHeldBack: false, notes: [] };
      this.noteOutcome(plan, isChanged ? 'UPDATED' : 'UNCHANGED', change.eventId, null, notes);
      // What is held back is still a change when it is told again.
      if (!isHeldBack) this.toRemember.push({ eventId: change.eventId, told: plan.told });
    }
    const inserted = await insertImported(
      this.step,
      this.toInsert.map(({ event }) => event),
    );
    for (const [at, plan] of this.toInsert.entries()) {
      const { id, isNew } = inserted[at]!;
      this.noteOutcome(plan, isNew ? 'CREATED' : 'UNCHANGED', id);
      this.toRemember.push({ eventId: id, told: plan.told });
    }
    await rememberImports(this.step, this.toRemember);
    for (const { plan, of } of this.doubles) this.noteOutcome(plan, 'DUPLICATE', this.outcomes.get(of.index)!.eventId, sameAs(of.index));
  }

  /** What `write` would do, as far as it can be told without doing it. */
  private foresee(): void {
    for (const { plan, eventId } of this.toCallOff) this.noteOutcome(plan, 'UPDATED', eventId, null, ['would be called off']);
    for (const { plan, change } of this.toUpdate) {
      const groups = changedGroups(change.before, change.after);
      const notes = groups.length > 0 ? [`would change: ${groups.join(', ')}`] : [];
      this.noteOutcome(plan, groups.length > 0 ? 'UPDATED' : 'UNCHANGED', change.eventId, null, notes);
    }
    for (const plan of this.toInsert) this.noteOutcome(plan, 'CREATED', null);
    for (const { plan, of } of this.doubles) this.noteOutcome(plan, 'DUPLICATE', this.outcomes.get(of.index)!.eventId, sameAs(of.index));
  }

  outcomesOf(records: readonly ReadRecord[]): RecordOutcome[] {
    return records.map(({ index }) => this.outcomes.get(index)!);
  }

  /** True when the record is the one that tells of this event. */
  private decideKnown(plan: Plan, here: KnownRecord): boolean {
    const { eventId } = here;
    if (here.toldHash === recordHash(plan.told)) {
      this.noteOutcome(plan, 'UNCHANGED', eventId);
      return true;
    }
    const refusal = this.refusalOf(plan, here);
    if (refusal) {
      this.noteOutcome(plan, 'SKIPPED', eventId, refusal);
      return false;
    }
    const before = here.told === null ? null : this.readAgain(here.told);
    if (before) {
      this.toUpdate.push({ plan, change: { eventId, before, after: plan.event } });
      return true;
    }
    // Nothing says what the source has changed since, and what people have: it stays as it is, and is compared from now on.
    this.toRemember.push({ eventId, told: plan.told });
    this.noteOutcome(plan, 'UNCHANGED', eventId, null, ['first import since records are kept: compared from now on']);
    return true;
  }

  private decideNew(plan: Plan, others: readonly { eventId: string; telling: Telling }[]): boolean {
    const same = others.find(({ telling }) => isSameEvent(telling, tellingOf(plan.event)));
    if (same) this.noteOutcome(plan, 'DUPLICATE', same.eventId, 'the same event is here already');
    else this.toInsert.push(plan);
    return !same;
  }

  /** It does not take place, or not when it should have: nobody is to find it for a new event. */
  private decideOff(plan: Plan, here: KnownRecord | null): void {
    const cancelled = plan.record.status === 'CANCELLED';
    if (!here) this.noteOutcome(plan, 'SKIPPED', null, cancelled ? 'the event is cancelled' : 'the event is postponed, without a new date');
    else if (here.toldHash === recordHash(plan.told)) this.noteOutcome(plan, 'UNCHANGED', here.eventId);
    else {
      const refusal = this.refusalOf(plan, here) ?? (cancelled ? this.stays(here, statusAfter('cancel', here.status)) : POSTPONED);
      if (refusal) return void this.noteOutcome(plan, 'SKIPPED', here.eventId, refusal);
      this.toCallOff.push({ plan, eventId: here.eventId });
      this.toRemember.push({ eventId: here.eventId, told: plan.told });
    }
  }

  private refusalOf({ event }: Plan, here: KnownRecord): string | null {
    return (
      this.stays(here, isEditable(here.status)) ??
      (here.creatorId === event.creatorId ? null : 'the event has another organiser here by now')
    );
  }

  private stays({ status }: KnownRecord, canChange: unknown): string | null {
    return canChange ? null : `the event is ${status.toLowerCase().replace('_', ' ')} here and stays as it is`;
  }

  /** What the source told before, as the present reader understands it; null where that understands it no more. */
  private readAgain(told: string): EventToImport | null {
    const { record, ...options } = JSON.parse(told) as ToldRecord;
    const reading = readEvent(record, options);
    return 'event' in reading ? eventOf(reading.event, this.source) : null;
  }

  private noteOutcome(
    { index, name, reading, found }: ReadRecord,
    outcome: RecordOutcome['outcome'],
    eventId: string | null,
    reason: string | null = null,
    notes: readonly string[] = [],
  ): null {
    const all = [...found.notes, ...('notes' in reading ? reading.notes : []), ...notes];
    this.outcomes.set(index, { index, name, outcome, eventId, reason, notes: all, line: found.line, dropped: found.dropped });
    return null;
  }
}

const POSTPONED = 'postponed without a new date: the event here stays until it is given one, or cancelled';
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
