import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { SearchEventsDocument } from './generated/documents';
import { cost } from './cost';
import { CITY_HALL, venue } from './searching';
import { sqlOn } from './sql';
import { startWorld, type World } from './world';

let many: World;
beforeAll(async () => {
  many = await startWorld();
  // One event is made by its organiser; its copies cost one statement.
  const { id } = await many.anEvent({ title: 'Evening', description: 'An evening of songs.', venue: venue('Hall', 1) });
  const copies = sqlOn(many);
  await copies(
    `INSERT INTO events SELECT (jsonb_populate_record(e, jsonb_build_object('id', md5('copy ' || n)::uuid, 'title', 'Evening ' || n,
       'starts_at', e.starts_at + n % 7 * interval '1 hour', 'ends_at', e.ends_at + n % 7 * interval '1 hour'))).*
     FROM events e, generate_series(1, 119) n WHERE e.id = $1`,
    [id],
  );
  await copies('INSERT INTO attendance_counts (event_id) SELECT id FROM events ON CONFLICT DO NOTHING');
});
const page = async (variables: Data) => (await many.run(null, SearchEventsDocument, variables)).searchEvents;

test.each([
  ['by relevance', { query: 'evening songs' }],
  ['by start', {}],
  ['by distance', { filter: { near: CITY_HALL }, orderBy: 'NEAREST' }],
  ['of a misspelt word', { query: 'evenign' }],
  ['of what meets only a part', { query: 'free evening on christmas eve' }],
])('%s, one after the other hold everything once', async (_name, variables) => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo, totalCount } = await page({ ...variables, first: 25, after });
    expect(totalCount).toBe(120);
    seen.push(...nodes.map((node: Data) => node.id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  const { nodes } = await page({ ...variables, first: 100 });
  expect(nodes.map((node: Data) => node.id)).toEqual(seen.slice(0, 100));
});

test('a cursor of another order, another list or nonsense is refused', async () => {
  const { pageInfo } = await page({ first: 1 });
  const foreign = Buffer.from(JSON.stringify(['organized', '2026-01-01', '7f2b3f6e-0000-4000-8000-000000000001'])).toString('base64url');
  const broken = Buffer.from(JSON.stringify(['search', 'SOONEST', 1e300, '7f2b3f6e-0000-4000-8000-000000000001'])).toString('base64url');
  for (const variables of [
    { query: 'evening', after: pageInfo.endCursor },
    { after: foreign },
    { after: broken },
    { after: 'x' },
    { first: 101 },
  ]) {
    const { errors } = await many.execute(null, print(SearchEventsDocument), variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  }
});

test('a search with venues, numbers, facets and total costs eight statements, for 5 finds as for 100', async () => {
  for (const first of [5, 100]) {
    const { result, statements } = await cost(many.subgraph, () => page({ query: 'evening', filter: { near: CITY_HALL }, first }));
    expect(result.nodes).toHaveLength(first);
    expect(statements).toBe(8);
  }
});
