import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DATABASES, type DatabaseName } from '../sweep/ground';

const EVERY_MS = 5;

/** What must, and what must not, be found in a database that was restored as of a moment. */
export interface Expected {
  /** This mark and those before it were committed, and answered, before the moment began. */
  certain: number;
  /** Those after it were begun when the moment was over. */
  possible: number;
}

/** Writes 1, 2, 3… into a table of its own in each of the five databases, one after the other, each in a transaction of its own. */
export class Marks {
  private readonly answered = new Map<DatabaseName, number>();
  private readonly begun = new Map<DatabaseName, number>();
  private stopping = false;
  private readonly writers: Promise<void>[] = [];

  static async start(urls: Record<DatabaseName, string>): Promise<Marks> {
    const marks = new Marks();
    for (const name of DATABASES) {
      const client = new pg.Client({ connectionString: urls[name] });
      await client.connect();
      await client.query('CREATE TABLE drill_marks (n int PRIMARY KEY)');
      marks.writers.push(marks.write(name, client));
    }
    return marks;
  }

  private async write(name: DatabaseName, client: pg.Client): Promise<void> {
    try {
      for (let n = 1; !this.stopping; n++) {
        this.begun.set(name, n);
        await client.query('INSERT INTO drill_marks VALUES ($1)', [n]);
        this.answered.set(name, n);
        await sleep(EVERY_MS);
      }
    } finally {
      await client.end();
    }
  }

  /** Does `moment` while the writing goes on. */
  async around(moment: () => Promise<void>): Promise<Map<DatabaseName, Expected>> {
    const certain = new Map(this.answered);
    await moment();
    return new Map(DATABASES.map((name) => [name, { certain: certain.get(name) ?? 0, possible: this.begun.get(name) ?? 0 }]));
  }

  async stop(): Promise<Map<DatabaseName, number>> {
    this.stopping = true;
    await Promise.all(this.writers);
    return this.answered;
  }
}

/** The marks of a database, and what is wrong with them: a gap, one that is missing, one too many. */
export async function readMarks(url: string, { certain, possible }: Expected): Promise<{ last: number; faults: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ last: number; count: number }>(
      'SELECT coalesce(max(n), 0)::int AS last, count(*)::int AS count FROM drill_marks',
    );
    const { last, count } = rows[0]!;
    const faults = [
      ...(count === last ? [] : [`${last - count} marks below ${last} are missing`]),
      ...(last >= certain ? [] : [`mark ${certain} was committed before the moment, and ${last} is the last`]),
      ...(last <= possible ? [] : [`mark ${last} was begun after the moment`]),
    ];
    return { last, faults };
  } finally {
    await client.end();
  }
}
