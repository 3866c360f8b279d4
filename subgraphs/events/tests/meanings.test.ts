import type { Data } from '@marquee/platform/testing';
import { RelatedTitlesDocument } from './generated/documents';
import { sqlOn, type Sql } from './sql';
import { decision, startWorld, type World } from './world';

let world: World;
let sql: Sql;
const SAID = { crafts: 'kiln vase bowl clay glaze pottery', sports: 'boat anchor kayak harbour canoe paddle' };
type Kind = keyof typeof SAID;
// Words that stand together always do: whatever is held out, what is learned is the same, and no worse than words alone.
const together = (kind: Kind, n: number) =>
  n % 10 === 0 ? SAID[kind] : Array.from({ length: 5 }, (_, word) => `${kind}${n % 10}word${word}`).join(' ');
const textOf = (kind: Kind, n: number) => [n, n + 1, n + 3].map((at) => together(kind, at)).join(' ');

const search = async (query: string, filter: Data = {}): Promise<Data> =>
  (await world.run(null, RelatedTitlesDocument, { query, filter })).searchEvents;
const titlesOf = (nodes: Data[]) => nodes.map(({ title }) => title as string);
const written = async () =>
  (await sql('SELECT s.title FROM event_meanings m JOIN event_search s USING (event_id) WHERE m.model_version > 0 ORDER BY s.title'))
    .rows as Data[];

beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
  for (let n = 0; n < 240; n++)
    await world.anEvent({
      title: `Gathering ${n}`,
      description: textOf(n % 2 ? 'crafts' : 'sports', n >> 1),
      categorySlug: n % 2 ? 'crafts' : 'sports',
    });
}, 120_000);

test('before anything was learned words alone decide, and nobody waits', async () => {
  expect(titlesOf((await search('kiln')).nodes).length).toBeGreaterThan(0);
  expect(await written()).toEqual([]);
});

test('X79: of two that have the same word, the one whose other words are about it comes first; what is new is written within a minute', async () => {
  await world.subgraph.runJob('learn-meanings');
  const { rows } = await sql(`SELECT adopted, figures FROM learned_models WHERE name = 'meanings'`);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ adopted: true });
  const open = (title: string, description: string) => world.anEvent({ title, description, categorySlug: 'festivals', tags: [] });
  await open('Gathering A', 'A boat, an anchor and a kayak at the harbour.');
  await open('Gathering B', 'A kiln, a vase and a bowl of clay with glaze.');
  await world.subgraph.runJob('write-meanings');
  expect((await written()).length).toBe(242);
  const first = async (query: string) => titlesOf((await search(query, { categorySlugs: ['festivals'] })).nodes)[0];
  await search('gathering pottery'); // The first search may have asked before the model was here.
  expect(await first('gathering pottery')).toBe('Gathering B');
  expect(await first('gathering canoe')).toBe('Gathering A');
});

test('what says something else is read anew, and what is shown no more is forgotten', async () => {
  const { id, version } = await world.anEvent({ title: 'Turning', description: 'clay and glaze' });
  await world.subgraph.runJob('write-meanings');
  const known = async () => (await written()).filter(({ title }) => title === 'Turning').length;
  expect(await known()).toBe(1);
  await sql(`UPDATE events SET description = 'boat and kayak' WHERE id = $1`, [id]);
  expect(await known()).toBe(0);
  await world.subgraph.runJob('write-meanings');
  expect(await known()).toBe(1);
  await world.tell(
    'curation.decided',
    id,
    decision({ eventId: id, eventVersion: version, status: 'FLAGGED', decidedAt: '2027-01-01T00:00:00Z' }),
  );
  expect(await known()).toBe(0);
});

test('related: what meets some of it and not all, behind what is found; the filter holds; nothing without words', async () => {
  await world.anEvent({ title: 'Origami for free', description: 'Fold a crane.', categorySlug: 'crafts', price: { type: 'FREE' } });
  await world.anEvent({
    title: 'Origami in a castle',
    description: '',
    categorySlug: 'arts',
    price: { type: 'PAID', min: { amountMinor: 5000, currency: 'CAD' } },
  });
  const free = await search('free origami');
  expect([titlesOf(free.nodes), titlesOf(free.related).includes('Origami in a castle')]).toEqual([['Origami for free'], true]);
  expect(titlesOf(free.related)).not.toContain('Origami for free');
  expect(titlesOf((await search('free origami', { categorySlugs: ['crafts'] })).related)).not.toContain('Origami in a castle');
  const all = (await world.run(null, RelatedTitlesDocument, { first: 3 })).searchEvents as Data;
  expect([all.nodes.length, all.related]).toEqual([3, []]);
});
