import { print } from 'graphql';
import { eventually } from './client';
import { operation } from './operations';
import { runningStack } from './running-stack';
import { Story } from './story';

/** What a proxy in front may keep of the product, and that it gives nobody what is somebody else's. */
describe('how long answers of the product may be kept', () => {
  let url: string;
  let story: Story;
  let eventId: string;
  let token: string;

  beforeAll(async () => {
    const { stack, world } = await runningStack();
    url = stack.gateway.url;
    story = new Story(world);
    const [olga, curator] = [await story.person('Olga', 0), await story.curator(0)];
    eventId = (await story.draft(olga.app)).id;
    await story.publish(olga.app, curator, eventId);
    await eventually(
      () => story.page(olga.app, eventId),
      (page) => page.status === 'PUBLISHED',
      20_000,
      'published',
    );
    token = olga.app.accessToken!;
  });
  afterAll(() => story.end());

  const get = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
    fetch(`${url}?${new URLSearchParams({ query, variables: JSON.stringify(variables) }).toString()}`, {
      headers: { 'apollo-require-preflight': 'yes', ...headers },
    });
  const keeping = async (query: string, variables?: object, headers?: Record<string, string>) => {
    const answer = await get(query, variables, headers);
    expect(await answer.json()).not.toHaveProperty('errors');
    return answer.headers.get('cache-control');
  };

  const PAGE =
    'query ($id: ID!) { event(id: $id) { id title venue { name } category { name } price { min { amountMinor } } creator { displayName } } }';

  test('public pages, by everybody, as long as their least lasting part (X10, X115, X157)', async () => {
    expect(await keeping(print(operation('Categories')))).toBe('public, max-age=60');
    expect(await keeping(print(operation('Trending')))).toBe('public, max-age=60');
    expect(await (await get(PAGE, { id: eventId })).json()).toMatchObject({ data: { event: { id: eventId } } });
    expect(await keeping(PAGE, { id: eventId })).toBe('public, max-age=60');
    expect(
      await keeping('{ searchEvents { nodes { title } totalCount pageInfo { hasNextPage } facets { field values { value } } } }'),
    ).toBe('public, max-age=30');
    expect(await keeping('{ searchEvents { nodes { title attendanceCounts { going } } } }')).toBe('public, max-age=10');
    expect(await keeping('{ groups { nodes { name memberCount } } }')).toBe('public, max-age=60');
  });

  test('what depends on who asks, by the one who asks alone; what is not said, by nobody', async () => {
    const TIERS = 'query ($id: ID!) { event(id: $id) { title averageRating curation { qualityScore } ticketTiers { name remaining } } }';
    expect(await keeping(TIERS, { id: eventId })).toBe('private, max-age=10');
    expect(await keeping('query ($id: ID!) { event(id: $id) { viewerAttendance { id } } }', { id: eventId })).toBe('no-store');
    expect(await keeping('{ me { email } }')).toBe('no-store');
  });

  test('a person asks each time, and has bytes sent only where something is another', async () => {
    const signedIn = { authorization: `Bearer ${token}` };
    const first = await get(PAGE, { id: eventId }, signedIn);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await get(PAGE, { id: eventId }, { ...signedIn, 'if-none-match': first.headers.get('etag')! });
    expect(again.status).toBe(304);
  });

  test('the schema and the keys of access tokens are at the public address', async () => {
    const schema = await fetch(new URL('/schema.graphql', url));
    expect(await schema.text()).toContain('type Query');
    const keys = (await (await fetch(new URL('/.well-known/jwks.json', url))).json()) as { keys: unknown[] };
    expect(keys.keys.length).toBeGreaterThan(0);
  });
});
