import { aViewer, type Data } from '@marquee/platform/testing';
import { SearchTitlesDocument } from './generated/documents';
import { decision, startWorld, type World } from './world';

let world: World;
const found = async (variables: Data): Promise<string[]> =>
  ((await world.run(null, SearchTitlesDocument, variables as never)).searchEvents.nodes as Data[]).map(({ title }) => title as string);

beforeAll(async () => {
  world = await startWorld();
  const put = async (title: string, badges: string[], qualityScore: number | null) => {
    const { id, version } = await world.anEvent({ title, description: 'Lantern walk.', tags: [] });
    for (let n = 0; n < 3; n++) await world.rsvp(aViewer(), id);
    await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: version, badges, qualityScore }));
    return id;
  };
  await put('Lantern one', [], 0.9);
  await put('Lantern two', ['CURATORS_PICK', 'DETAILED_LISTING'], 0.9);
  await put('Lantern six', ['DETAILED_LISTING'], 0.9);
  await world.anEvent({ title: 'Lantern of nobody', description: 'Lantern walk.', tags: [] });
  await world.subgraph.runJob('refresh-popularity');
});

describe('badges in search (X70, C36)', () => {
  test('narrow it: each that is named', async () => {
    expect((await found({ filter: { badges: ['DETAILED_LISTING'] } })).sort()).toEqual(['Lantern six', 'Lantern two']);
    expect(await found({ query: 'lantern', filter: { badges: ['DETAILED_LISTING', 'CURATORS_PICK'] } })).toEqual(['Lantern two']);
    expect(await found({ filter: { badges: ['COMMUNITY_FAVOURITE'] } })).toEqual([]);
  });

  test('count: of events that are alike beside them, more badges come first', async () => {
    const judged = (await found({ query: 'lantern' })).filter((title) => !title.includes('nobody'));
    expect(judged).toEqual(['Lantern two', 'Lantern six', 'Lantern one']);
  });
});
