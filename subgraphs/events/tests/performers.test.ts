import type { Data } from '@marquee/platform/testing';
import {
  EventDetailsDocument,
  SearchSuggestionsDocument,
  SearchTitlesDocument,
  UnderstandSearchDocument,
  UpdateEventDocument,
} from './generated/documents';
import { decision, startWorld, type World } from './world';

let world: World;
let fiesta: { id: string; version: number };
const search = async (variables: Data): Promise<string[]> =>
  ((await world.run(null, SearchTitlesDocument, variables)).searchEvents.nodes as Data[]).map(({ title }) => title as string).sort();
const suggested = async (prefix: string): Promise<Data[]> =>
  (await world.run(null, SearchSuggestionsDocument, { prefix, kinds: ['PERFORMER'] } as never)).searchSuggestions as Data[];
const understood = async (variables: Data): Promise<Data> =>
  (await world.run(null, UnderstandSearchDocument, variables as never)).searchEvents;

const by = (performer: string) => ({ filter: { performer } });
const approve = (revisionId: string) => {
  const { workflowId, version, creatorId, decidedAt, curatorId } = decision({});
  const fact = {
    revisionId,
    eventId: fiesta.id,
    workflowId,
    version,
    creatorId,
    decidedAt,
    curatorId,
    authorId: world.organiser.id,
    notes: null,
  };
  return world.tell('curation.revision_decided', fiesta.id, { ...fact, status: 'APPROVED' });
};

beforeAll(async () => {
  world = await startWorld();
  const put = (title: string, performers: { name: string; url?: string }[], description = '') =>
    world.anEvent({ title, description, performers, tags: [] });
  await put('Harvest ball', [{ name: 'Émile O’Hara' }, { name: 'Earth, Wind & Tide' }]);
  await put('Night of songs', [{ name: 'The Wrens' }, { name: 'Émile O’Hara', url: 'https://emile.example/' }]);
  await put('A tribute to Emile O’Hara', []);
  await put('Lark watching', [], 'Emile will not be there. No hara either.');
  fiesta = await put('Fiesta', [{ name: 'Kim Lark' }]);
  await world.anEvent({ title: 'Secret ball', visibility: 'PRIVATE', performers: [{ name: 'Zoe Dell' }] } as never);
});

describe('who performs (X70, E1)', () => {
  test('is found by the words of the name, and by the whole of it as theirs', async () => {
    expect(await search({ query: 'wrens' })).toEqual(['Night of songs']);
    const { nodes, understood: read } = await understood({ query: "emile o'hara" });
    expect((nodes as Data[]).map(({ title }) => title).sort()).toEqual(['A tribute to Emile O’Hara', 'Harvest ball', 'Night of songs']);
    expect(read).toMatchObject({ performer: { words: "emile o'hara" }, organizer: null, rest: [] });
    expect((await understood({ query: "emile o'hara", without: ['PERFORMER'] })).understood).toMatchObject({
      performer: null,
      rest: ['emile', "o'hara"],
    });
  });

  test('narrows a search by the whole name, without case and accents; a comma is a part of it', async () => {
    expect(await search({ filter: { performer: 'EMILE OHARA' } })).toEqual(['Harvest ball', 'Night of songs']);
    expect(await search({ filter: { performer: 'earth, wind & tide' } })).toEqual(['Harvest ball']);
    expect(await search({ filter: { performer: 'Earth' } })).toEqual([]);
    expect(await search({ query: 'songs', filter: { performer: 'Émile O’Hara' } })).toEqual(['Night of songs']);
  });

  test('is suggested while somebody types, once, of public events to come alone', async () => {
    expect(await suggested('ém')).toEqual([expect.objectContaining({ kind: 'PERFORMER', text: 'Émile O’Hara' })]);
    expect((await suggested('wind'))[0]).toMatchObject({ text: 'Earth, Wind & Tide', highlights: [{ start: 7, length: 4 }] });
    expect(await suggested('zoe')).toEqual([]);
    expect(await suggested('lark')).toEqual([expect.objectContaining({ text: 'Kim Lark' })]);
  });

  test('is found anew once a curator has approved who plays instead, and no more when the event is hidden', async () => {
    const change = { eventId: fiesta.id, version: fiesta.version, performers: [{ name: 'Nia Frost' }] };
    await world.run(world.organiser, UpdateEventDocument, { input: change });
    expect([await search(by('Kim Lark')), await search({ query: 'nia frost' })]).toEqual([['Fiesta'], []]);
    const { pendingRevision } = (await world.run(world.organiser, EventDetailsDocument, { id: fiesta.id })).event as Data;
    expect(pendingRevision).toMatchObject({ performers: [{ name: 'Nia Frost', url: null }] });
    await approve(pendingRevision.id);
    expect([await search(by('Kim Lark')), await search({ query: 'nia frost' })]).toEqual([[], ['Fiesta']]);
    expect((await suggested('nia')).length).toBe(1);
    await world.tell(
      'curation.decided',
      fiesta.id,
      decision({ eventId: fiesta.id, eventVersion: 99, status: 'FLAGGED', decidedAt: '2027-01-01T00:00:00Z' }),
    );
    expect([await search({ query: 'nia frost' }), await suggested('nia')]).toEqual([[], []]);
  });
});
