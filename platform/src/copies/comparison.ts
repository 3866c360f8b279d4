import type { Envelope } from '../bus';
import type { Logger } from '../logger';
import type { Fact } from '../outbox';
import type { Meter, Series } from '../watching';
import { rowsOfCopy, type CopiesOf, type RowFact, type ToldCollection } from './copies';
import * as sql from './copies.sql';
import { bucketsFor, differences, differingBuckets, inGroups } from './differences';
import { bulkFact, type CopiesDiffered, type CopiesDigested, type CopiesRetold, type CopiesTopics, type CopiesWanted } from './facts';

/** With more keys under way than that nothing can be compared: later. */
const MOST_RESTLESS = 2_000;
const MOST_ROWS_A_FACT = 2_000;
/** Rows that are read at once: each is two parameters of a statement, or one. */
const ROWS_AT_ONCE = 500;
/** UTC. */
const NIGHT = { from: 2, to: 5 };
const ONCE_IN_HOURS = 12;

/** As much of a step as the comparison needs. */
export interface ComparingStep {
  readonly tx: unknown;
  readonly now: Date;
  tell(...facts: readonly never[]): Promise<void>;
  after(effect: () => void): void;
}

type HandlerOfAny<S> = (fact: Envelope<never>, step: S) => Promise<void>;

export interface CopyComparisonParts<S> {
  /** The subgraph's. */
  name: string;
  copies: CopiesOf<S>;
  /** What takes facts in, by topic. */
  handlers: Readonly<Record<string, HandlerOfAny<S> | undefined>>;
  logger: Logger;
}

/**
 * Compares copies with their sources. A source tells digests of what it has; who keeps a copy tells its rows of the buckets that differ;
 * the source tells it each row that is otherwise, and the copy takes it in as it takes any fact. What happens meanwhile does no harm: the
 * source compares with what it has now, and a copy never goes back behind a fact that it has taken in since.
 */
export class CopyComparison<S extends ComparingStep> {
  /** Since this process started, by collection. */
  private readonly counts = new Map<string, { differing: number; mended: number; unexplained: number }>();

  constructor(private readonly parts: CopyComparisonParts<S>) {}

  readonly handlers: { [Topic in keyof CopiesTopics]: (fact: Envelope<CopiesTopics[Topic]>, step: S) => Promise<void> } = {
    'copies.wanted': ({ payload }, step) => this.wanted(payload, step),
    'copies.digested': ({ payload }, step) => this.compare(payload, step),
    'copies.differed': ({ payload }, step) => this.answer(payload, step),
    'copies.retold': (fact, step) => this.takeIn(fact, step),
  };

  /** Tells, once a night, what others should have of it. `change` opens a transaction. */
  async nightly(clock: { now(): Date }, change: (work: (step: S) => Promise<void>) => Promise<void>): Promise<void> {
    const hour = clock.now().getUTCHours();
    if (hour < NIGHT.from || hour >= NIGHT.to) return;
    for (const collection of Object.keys(this.parts.copies.told)) {
      await change(async (step) => {
        if (!(await sql.wasDigested(txOf(step), collection, ONCE_IN_HOURS))) await this.tellDigests(step, collection);
      });
    }
  }

  register(meter: Meter): void {
    const counter = (name: string, help: string, what: 'differing' | 'mended' | 'unexplained') =>
      meter.countOfEach(name, help, ['collection'], () =>
        [...this.counts].map(([collection, counts]): Series => [[collection], counts[what]]),
      );
    counter('marquee_copies_differing_buckets_total', 'Buckets of copies that differed from their source.', 'differing');
    counter('marquee_copies_mended_rows_total', 'Rows of copies that were told again, or deleted, because they differed.', 'mended');
    counter('marquee_copies_unexplained_rows_total', 'Rows of copies that the source does not have, left for an operator.', 'unexplained');
  }

  private async wanted({ source }: CopiesWanted, step: S): Promise<void> {
    if (source !== this.parts.name) return;
    for (const collection of Object.keys(this.parts.copies.told)) await this.tellDigests(step, collection);
  }

  private async tellDigests(step: S, collection: string): Promise<void> {
    const told = this.parts.copies.told[collection]!;
    const tx = txOf(step);
    await sql.takeTime(tx);
    const restless = await sql.restlessKeys(tx, told as ToldCollection<never>, MOST_RESTLESS + 1);
    if (restless.length > MOST_RESTLESS) {
      this.parts.logger.info({ collection }, 'too much is under way to compare copies');
      return;
    }
    const modulus = bucketsFor(await sql.countRows(tx, told.rows));
    const buckets = await sql.digestsOf(tx, told.rows, modulus, restless);
    await tell(step, bulkFact('copies.digested', collection, { collection, source: this.parts.name, modulus, buckets, restless }));
  }

  private async compare({ collection, modulus, buckets: source, restless }: CopiesDigested, step: S): Promise<void> {
    const kept = this.parts.copies.kept[collection];
    if (!kept) return;
    const tx = txOf(step);
    await sql.takeTime(tx);
    const rows = rowsOfCopy(kept);
    const buckets = differingBuckets(source, await sql.digestsOf(tx, rows, modulus, restless));
    this.count(step, collection, 'differing', buckets.length);
    if (buckets.length === 0) return;
    this.parts.logger.warn({ collection, buckets: buckets.length, of: modulus }, 'a copy differs from its source');
    const found = await sql.rowsIn(tx, rows, { modulus, buckets, without: restless });
    const inBuckets = new Map(buckets.map((bucket) => [bucket, [] as sql.BucketRow[]]));
    for (const row of found) inBuckets.get(row.bucket)!.push(row);
    // Where the copy is empty, all rows of the source are asked for: its own count, too.
    const asMany = new Map(source.map(({ bucket, count }) => [bucket, count]));
    const groups = inGroups([...inBuckets], ([bucket, { length }]) => Math.max(length, asMany.get(bucket) ?? 0) + 1, MOST_ROWS_A_FACT);
    await tell(
      step,
      ...groups.map((group) =>
        bulkFact('copies.differed', collection, {
          collection,
          consumer: this.parts.name,
          modulus,
          buckets: group.map(([bucket]) => bucket),
          rows: group.flatMap(([, members]) => members.map(({ key, version }) => [key, version] as const)),
        }),
      ),
    );
  }

  private async answer({ collection, consumer, modulus, buckets, rows }: CopiesDiffered, step: S): Promise<void> {
    const told = this.parts.copies.told[collection] as ToldCollection<S> | undefined;
    if (!told) return;
    const tx = txOf(step);
    await sql.takeTime(tx);
    // What is on its way gets there by itself.
    const restless = await sql.restlessKeys(tx, told as ToldCollection<never>, MOST_RESTLESS);
    const own = await sql.rowsIn(tx, told.rows, { modulus, buckets, without: restless });
    const calm = rows.filter(([key]) => !restless.includes(key));
    const { behind, ahead, absent } = differences(
      own.map(({ key, version }) => [key, version] as const),
      calm,
    );
    const aheadOf = new Map([...ahead, ...absent]);
    const present: RowFact[] = [];
    for (const keys of inGroups([...behind, ...ahead.map(([key]) => key)], () => 1, ROWS_AT_ONCE)) {
      present.push(...(await told.facts(step, keys)));
    }
    const gone = absent.map(([key]) => key);
    const ends = gone.length === 0 ? [] : await sql.endsOf(tx, told as ToldCollection<never>, gone);
    const retold = (key: string, facts: readonly (Pick<Fact, 'topic' | 'key' | 'payload' | 'occurredAt'> & { about: string })[]) =>
      bulkFact('copies.retold', key, {
        ...{ collection, consumer, key },
        facts: facts
          .filter(({ about }) => about === key)
          .map(({ topic, key: order, payload, occurredAt }) => ({
            topic,
            key: order,
            payload,
            occurredAt: (occurredAt ?? step.now).toISOString(),
          })),
        ahead: aheadOf.get(key) ?? null,
      });
    await tell(
      step,
      ...[...new Set(present.map(({ about }) => about))].map((key) => retold(key, present)),
      ...gone.map((key) => retold(key, ends)),
    );
  }

  private async takeIn({ id, headers, payload }: Envelope<CopiesRetold>, step: S): Promise<void> {
    const { collection, consumer, key, facts, ahead } = payload;
    const kept = this.parts.copies.kept[collection];
    if (consumer !== this.parts.name || !kept) return;
    const tx = txOf(step);
    if (facts.length > 0) {
      if (ahead !== null) await sql.stepBack(tx, kept, [key, ahead]);
      for (const fact of facts) await this.parts.handlers[fact.topic]?.({ id, headers, ...fact, payload: fact.payload as never }, step);
      this.count(step, collection, 'mended', 1);
    } else if (kept.deletes) {
      const remove = async () => {
        const removed = ahead !== null && (await sql.deleteRow(tx, kept, [key, ahead])) > 0;
        if (removed) this.count(step, collection, 'mended', 1);
        return removed;
      };
      if (kept.deletes === true) await remove();
      else await kept.deletes(step, key, remove);
    } else {
      this.count(step, collection, 'unexplained', 1);
      this.parts.logger.warn({ collection, key }, 'a copy has a row that its source does not have, and nobody told of its end');
    }
  }

  private count(step: S, collection: string, what: 'differing' | 'mended' | 'unexplained', by: number): void {
    step.after(() => {
      const counts = this.counts.get(collection) ?? { differing: 0, mended: 0, unexplained: 0 };
      counts[what] += by;
      this.counts.set(collection, counts);
    });
  }
}

const txOf = (step: ComparingStep) => step.tx as sql.CopiesSql;

const tell = (step: ComparingStep, ...facts: readonly Fact[]): Promise<void> => step.tell(...(facts as readonly never[]));
