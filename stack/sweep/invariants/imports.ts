import { none, type Invariant } from './invariant';

const OUTCOMES = ['CREATED', 'UPDATED', 'UNCHANGED', 'DUPLICATE', 'SKIPPED'];
const counted = OUTCOMES.map(
  (outcome) =>
    `coalesce((w.checkpoint -> 'counts' ->> '${outcome}')::int, 0) <> (SELECT count(*) FROM import_records WHERE import_id = w.id AND outcome = '${outcome}')`,
).join(' OR ');

/** What long work takes in, whatever becomes of it or of its worker on the way. */
export const importInvariants: readonly Invariant[] = [
  none(
    // A chunk that was under way when it was cancelled keeps its records, as they were, until the import is pruned.
    'an import has done what its records say, and has none left when it ended by itself',
    'events',
    `SELECT w.id, w.state, w.done, w.total, w.checkpoint FROM long_work w
     WHERE w.done <> (SELECT count(*) FROM import_records WHERE import_id = w.id AND outcome IS NOT NULL)
        OR (w.state IN ('SUCCEEDED', 'FAILED') AND EXISTS (SELECT FROM import_records WHERE import_id = w.id AND outcome IS NULL))
        OR (w.state = 'SUCCEEDED' AND w.done <> w.total)
        OR ${counted}`,
  ),
  none(
    'what an import has created is there, once, and its importer’s',
    'events',
    `SELECT r.event_id AS event, count(*)::int AS created FROM import_records r
     JOIN long_work w ON w.id = r.import_id LEFT JOIN events e ON e.id = r.event_id
     WHERE r.outcome = 'CREATED' GROUP BY r.event_id HAVING count(*) > 1 OR bool_or(e.creator_id IS DISTINCT FROM w.owner::uuid)`,
  ),
  none(
    'a source is being read exactly while there is work that reads it',
    'events',
    `SELECT s.id, s.state, w.state AS work FROM event_sources s LEFT JOIN long_work w ON w.id = s.work_id
     WHERE (s.state = 'SYNCING') <> coalesce(w.state IN ('QUEUED', 'RUNNING'), false)`,
  ),
  {
    name: 'an import that was acknowledged is there, and one that was cancelled took nothing in afterwards',
    async check(city) {
      // What an erased person had under way goes with them.
      const gone = new Set((await city.rows<{ id: string }>('events', 'SELECT id FROM people WHERE erased')).map(({ id }) => id));
      const acknowledged = city.known.acknowledged.filter(
        ({ operation }) => /^(start|cancel)Import$/.test(operation.kind) && !gone.has(city.known.people[operation.by]!.id),
      );
      const works = await city.rows<{ id: string; state: string; done: number }>('events', 'SELECT id, state, done FROM long_work');
      const byId = new Map(works.map((work) => [work.id, work]));
      return acknowledged
        .filter(({ operation, outcome }) => {
          const work = byId.get(outcome.data.import.id as string);
          return !work || (operation.kind === 'cancelImport' && (work.state !== 'CANCELLED' || work.done !== outcome.data.import.done));
        })
        .map(({ operation, outcome }) => JSON.stringify({ operation, told: outcome.data.import, now: byId.get(outcome.data.import.id) }));
    },
  },
];
