import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLASSES, gradesByEvent, GRADES, NOUNS, readJudgedQueries, splitByHash, type QueryClass } from '../eval/search/judgements';

const { data, sha256, now, timezone, queries } = readJudgedQueries();
const written = readFileSync(join(__dirname, '../../..', data));
const records = JSON.parse(written.toString()) as { startDate: string; endDate?: string }[];

describe('the judged queries of search', () => {
  test('are judged over the data that the repository bundles, at one moment in Toronto', () => {
    expect(createHash('sha256').update(written).digest('hex')).toBe(sha256);
    expect(now.toISOString()).toBe('2025-05-15T17:00:00.000Z');
    expect(timezone).toBe('America/Toronto');
  });
  test('are 160, a third of them nouns, each asked once', () => {
    expect(queries).toHaveLength(160);
    expect(new Set(queries.map(({ id }) => id)).size).toBe(160);
    expect(new Set(queries.map(({ text }) => text)).size).toBe(160);
    const count = (name: QueryClass) => queries.filter((query) => query.class === name).length;
    expect(CLASSES.map(count)).toEqual([21, 14, 18, 20, 12, 15, 14, 16, 10, 12, 8]);
    expect(queries.filter((query) => NOUNS.includes(query.class))).toHaveLength(53);
    expect(queries.filter((query) => query.id.replace(/-\d\d$/, '') !== query.class)).toEqual([]);
  });
  test('are split into two halves by the hash of their ids', () => {
    const splits = splitByHash(queries);
    expect(queries.filter(({ id, split }) => splits.get(id) !== split)).toEqual([]);
    expect(queries.filter(({ split }) => split === 'test')).toHaveLength(80);
  });
  test('give each record one grade at most, in the order of the file, and only records that are not over', () => {
    for (const { id, judged } of queries) {
      const listed = GRADES.flatMap((grade) => judged[grade]);
      expect(new Set(listed).size, id).toBe(listed.length);
      for (const grade of GRADES) expect(judged[grade], id).toEqual(judged[grade].toSorted((a, b) => a - b));
      expect(
        listed.filter((index) => !isToCome(index)),
        id,
      ).toEqual([]);
    }
  });
  test('have an answer that is exactly what is asked, or say that there is none', () => {
    const without = queries.filter(({ judged }) => judged[3].length === 0);
    expect(without.map(({ id }) => id)).toEqual(queries.filter(({ none }) => none).map(({ id }) => id));
    expect(without.length).toBeLessThanOrEqual(5);
    expect(without.every(({ judged }) => GRADES.every((grade) => judged[grade].length === 0))).toBe(true);
  });
  test('name the place of a person who asks what is near', () => {
    const near = queries.filter(({ text }) => /\bnear me\b/.test(text));
    expect(near.map(({ id }) => id)).toEqual(queries.filter((query) => query.near).map(({ id }) => id));
    expect(near.length).toBeGreaterThan(0);
  });
  test('are told of events: a double is the event that it doubles, and what was not imported has no grade', () => {
    const outcomes = [
      { index: 0, eventId: 'a' },
      { index: 1, eventId: 'a' },
      { index: 2, eventId: 'b' },
      { index: 3, eventId: null },
    ];
    expect([...gradesByEvent({ judged: { 1: [0, 2], 2: [], 3: [1, 3] } }, outcomes)]).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });
});

/** As the importer reads it: an end that is not after the start is mended, to the next day at most. */
function isToCome(index: number): boolean {
  const { startDate, endDate = startDate } = records[index]!;
  const [start, end] = [Date.parse(startDate), Date.parse(endDate)];
  return (end > start ? end : start + 86_400_000) > now.getTime();
}
