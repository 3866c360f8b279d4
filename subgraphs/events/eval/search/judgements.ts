import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CLASSES = [
  'name',
  'venue',
  'genre',
  'days',
  'prices',
  'audiences',
  'places',
  'questions',
  'misspelt',
  'mixed',
  'languages',
] as const;
export type QueryClass = (typeof CLASSES)[number];
/** What people search for as a noun; the other classes count as sentences. */
export const NOUNS: readonly QueryClass[] = ['name', 'venue', 'genre'];

/** 3: exactly what is asked; 2: good; 1: the right subject with another day, price or place. What is not listed is 0. */
export type Grade = 1 | 2 | 3;
export const GRADES: readonly Grade[] = [1, 2, 3];

export interface JudgedQuery {
  id: string;
  text: string;
  class: QueryClass;
  split: 'tuning' | 'test';
  /** Where the person is; null when the query is asked without a place. */
  near: { latitude: number; longitude: number } | null;
  /** True when the calendar has no answer: left out of the means. */
  none: boolean;
  /** Of each grade the records, by their place in the data file, from 0. */
  judged: Record<Grade, readonly number[]>;
}

export interface JudgedQueries {
  /** The data file, from the root of the repository, and its SHA-256. */
  data: string;
  sha256: string;
  /** The moment at which every query is asked. */
  now: Date;
  timezone: string;
  queries: JudgedQuery[];
}

type Written = Omit<JudgedQuery, 'near' | 'none'> & Partial<Pick<JudgedQuery, 'near' | 'none'>>;

export function readJudgedQueries(): JudgedQueries {
  const text = readFileSync(join(__dirname, 'queries.json'), 'utf8');
  const { now, queries, ...rest } = JSON.parse(text) as Omit<JudgedQueries, 'now' | 'queries'> & { now: string; queries: Written[] };
  return {
    ...rest,
    now: new Date(now),
    queries: queries.map((query) => ({ ...query, near: query.near ?? null, none: query.none ?? false })),
  };
}

/**
 * The grade of each event by its id, from what an import of the data file told of its records (`outcomes` of `seedImport`). A record that
 * doubles another is the same event; an event has the best grade of its records.
 */
export function gradesByEvent(
  { judged }: Pick<JudgedQuery, 'judged'>,
  outcomes: readonly { index: number; eventId: string | null }[],
): Map<string, Grade> {
  const ids = new Map(outcomes.map(({ index, eventId }) => [index, eventId]));
  const grades = new Map<string, Grade>();
  for (const grade of GRADES)
    for (const record of judged[grade]) {
      const id = ids.get(record);
      if (id) grades.set(id, grade);
    }
  return grades;
}

/** Which half each query belongs to: class by class in the order of the hash of its id, every second one is kept for the test. */
export function splitByHash(queries: readonly Pick<JudgedQuery, 'id' | 'class'>[]): Map<string, JudgedQuery['split']> {
  const hash = ({ id }: { id: string }) => createHash('sha256').update(id).digest('hex');
  const ordered = CLASSES.flatMap((name) =>
    queries.filter((query) => query.class === name).toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1)),
  );
  return new Map(ordered.map(({ id }, at) => [id, at % 2 === 0 ? 'tuning' : 'test']));
}
