import { describeWithOwnRedis } from '@marquee/platform/testing';
import { freePort } from '../src/port';
import { DEMO_PASSWORD } from '../src/welcome';
import { eventually, type App, type Data } from './client';
import { parse } from 'graphql';
import { runningServices } from './running-services';
import { runningStack } from './running-stack';
import { Story, type World } from './story';

const ROLE = parse('mutation Role($input: SetUserRoleInput!) { setUserRole(input: $input) { __typename } }');
const SUSPEND = parse('mutation Suspend($input: SuspendUserInput!) { suspendUser(input: $input) { __typename } }');
const ADMIN = { emailOrUsername: 'admin@demo.test', password: DEMO_PASSWORD };

async function admin(story: Story): Promise<App> {
  const app = story.visitor(1);
  app.accessToken = (await app.succeed('Login', ADMIN)).session.accessToken;
  return app;
}

/** People whose sessions end in each way that there is, with their tokens, and one who stays. */
async function partings(story: Story): Promise<{ gone: Record<string, string>; stays: string }> {
  const boss = await admin(story);
  const people: Awaited<ReturnType<Story['person']>>[] = [];
  for (const name of ['Lea', 'Ben', 'Dee', 'Theo', 'Stan']) people.push(await story.person(name, 0));
  const [leaver, banned, demoted, thief, stayer] = people;
  const outcome = async (document: typeof ROLE, input: Record<string, unknown>) => {
    const data = await boss.do(document, { input });
    expect(Object.values(data as Data)).toEqual([{ __typename: expect.stringMatching(/Success$/) as string }]);
  };
  await outcome(ROLE, { userId: demoted!.id, role: 'CURATOR' });
  const password = `lantern-${story.tag}-Dee`;
  demoted!.app.accessToken = (await demoted!.app.succeed('Login', { emailOrUsername: demoted!.username, password })).session.accessToken;
  await outcome(ROLE, { userId: demoted!.id, role: 'USER' });
  await outcome(SUSPEND, { userId: banned!.id, reason: 'for a test' });
  await leaver!.app.do('Logout');
  const everywhere = parse('mutation { endAllSessions(input: { keepCurrent: false }) { __typename } }');
  await thief!.app.do(everywhere);
  const tokens = [leaver, banned, demoted, thief].map((person) => [person!.username, person!.app.accessToken!] as const);
  return { gone: Object.fromEntries(tokens), stays: stayer!.app.accessToken! };
}

/** The status with which a gateway answers somebody with a token. */
const statusOf = async (endpoint: string, token: string, query = '{ me { user { id } } }'): Promise<number> => {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  await response.text();
  return response.status;
};

const statuses = async (endpoint: string, tokens: Record<string, string>) =>
  Object.fromEntries(await Promise.all(Object.entries(tokens).map(async ([name, token]) => [name, await statusOf(endpoint, token)])));

const all401 = (tokens: Record<string, string>) => Object.fromEntries(Object.keys(tokens).map((name) => [name, 401]));

test('who signed out, was suspended, lost a role or ended all sessions stays out after a restart (security F1, users F4)', async () => {
  const { world, restart } = await runningStack();
  const story = new Story(world);
  const { gone, stays } = await partings(story);
  await story.end();
  const { gateway } = await restart();
  expect(await statuses(gateway.url, gone)).toEqual(all401(gone));
  expect(await statusOf(gateway.url, stays)).toBe(200);
}, 180_000);

describeWithOwnRedis('in many processes', () => {
  let running: Awaited<ReturnType<typeof runningServices>>;
  let world: World;
  let story: Story;
  beforeAll(async () => {
    running = await runningServices();
    world = running.world;
  }, 120_000);
  beforeEach(() => {
    story = new Story(world);
  });
  afterEach(() => story.end());

  test('they stay out at a gateway that is added later, and at one that was killed and is back', async () => {
    const { gone, stays } = await partings(story);
    const port = await freePort();
    await running.services.addGateway(port);
    const endpoint = `http://127.0.0.1:${port}/graphql`;
    expect(await statuses(endpoint, gone)).toEqual(all401(gone));
    expect(await statusOf(endpoint, stays)).toBe(200);

    await running.services.crash('gateway-1');
    expect(await statuses(world.endpoints[0], gone)).toEqual(all401(gone));
    expect(await statusOf(world.endpoints[0], stays)).toBe(200);
  }, 90_000);

  test('a sign-out while Redis is dead is not lost: others learn of it before Redis is back (security F2)', async () => {
    const [leaver, late] = [await story.person('Lea', 0), await story.person('Lou', 0)];
    await running.redis.kill();
    await leaver.app.do('Logout');
    const [here, there] = world.endpoints;
    const token = leaver.app.accessToken!;
    await eventually(
      async () => [await statusOf(here, token), await statusOf(there, token)],
      (codes) => codes.every((code) => code === 401),
      10_000,
      'the token is refused everywhere',
    );
    // What publishes is asked for even in the seconds until then.
    await late.app.do('Logout');
    const publishing = 'mutation { submitEvent(input: { eventId: "00000000-0000-4000-8000-000000000000" }) { __typename } }';
    expect(await statusOf(there, late.app.accessToken!, publishing)).toBe(401);
    await running.redis.restart();
    for (const endpoint of world.endpoints) expect(await statusOf(endpoint, token)).toBe(401);
  }, 60_000);
});
