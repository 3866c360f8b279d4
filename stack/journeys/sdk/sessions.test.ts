import { parse } from 'graphql';
import { apiErrors, memoryStore } from '../../../clients/sdk/src';
import { CurationQueueDocument, LoginDocument, MeDocument, SearchEventsDocument } from '../../../clients/sdk/src/operations';
import { eventually, type Data } from '../client';
import { runningStack } from '../running-stack';
import { Story } from '../story';
import { Phone } from './phone';

let story: Story;
let endpoint: string;
let password: string;
beforeAll(async () => {
  const { world } = await runningStack();
  endpoint = world.endpoints[0];
  story = new Story(world);
  password = `lantern-${story.tag}-Ines`;
  await story.person('Ines', 0);
});
afterAll(() => story.end());

async function signedIn(phone: Phone) {
  const { data } = await phone.marquee.apollo.mutate({
    mutation: LoginDocument,
    variables: { input: { emailOrUsername: `ines_${story.tag}`.toLowerCase(), password } },
  });
  if (data?.login.__typename !== 'LoginSuccess') throw new Error(JSON.stringify(data));
  return data.login.session;
}

/** A token that looks right and is not: as one whose key is gone. */
const forged = (token: string) => `${token.slice(0, -6)}AAAAAA`;

test('many requests that meet a refused token share one refresh, and each has its answer', async () => {
  const store = memoryStore();
  const phone = new Phone(endpoint, { store });
  const session = await signedIn(phone);
  await phone.marquee.session.begin({ ...session, accessToken: forged(session.accessToken) });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      phone.marquee.apollo.query({ query: parse(`query Who${n} { me { user { username } } }`), fetchPolicy: 'no-cache' }),
    ),
  );
  expect(answers.map(({ data }) => (data as Data).me.user.username)).toEqual(Array(6).fill(`ines_${story.tag}`.toLowerCase()));
  expect(phone.requests.filter((name) => name === 'RefreshSession')).toHaveLength(1);
  expect((await store.get())!.refreshToken).not.toBe(session.refreshToken);
});

test('a session that has ended signs the app out, once, and it goes on as a visitor', async () => {
  let signedOut = 0;
  const phone = new Phone(endpoint, { onSignedOut: () => signedOut++ });
  await phone.marquee.session.begin({ accessToken: 'no.such.token', refreshToken: 'no such token' });
  const outcomes = await Promise.all(
    [1, 2, 3].map((n) => phone.marquee.apollo.query({ query: parse(`query Me${n} { me { user { id } } }`), errorPolicy: 'all' })),
  );
  expect(outcomes.map(({ error }) => apiErrors(error)[0]?.code)).toEqual(Array(3).fill('UNAUTHENTICATED'));
  expect(signedOut).toBe(1);
  expect(await phone.marquee.session.isSignedIn()).toBe(false);
  const { data } = await phone.marquee.apollo.query({ query: MeDocument });
  expect(data).toEqual({ me: null });
});

test('what somebody may not do is told, without a refresh', async () => {
  const phone = new Phone(endpoint);
  await phone.marquee.signIn(await signedIn(phone));
  const { error } = await phone.marquee.apollo.query({ query: CurationQueueDocument, errorPolicy: 'all' });
  expect(String(error)).toMatch(/curator|may not|not allowed/i);
  expect(phone.requests).not.toContain('RefreshSession');
});

test('signing in and out takes what the one before saw from the screen', async () => {
  const phone = new Phone(endpoint);
  const me: (string | null)[] = [];
  const watched = phone.marquee.apollo.watchQuery({ query: MeDocument }).subscribe(({ data, dataState }) => {
    if (dataState === 'complete') me.push(data.me?.user.username ?? null);
  });
  const becomes = (username: string | null) =>
    eventually(
      async () => me.at(-1),
      (shown) => shown === username,
      10_000,
      `me is ${username}`,
    );
  await becomes(null);
  await phone.marquee.signIn(await signedIn(phone));
  await becomes(`ines_${story.tag}`.toLowerCase());
  await phone.marquee.signOut();
  await becomes(null);
  watched.unsubscribe();
});

test('a visitor who asked too much waits as long as the API says, and has the answer', async () => {
  const waits: number[] = [];
  let refusals = 2;
  const phone = new Phone(endpoint, {
    retry: { pause: async (milliseconds) => void waits.push(milliseconds) },
    // In front of the real gateway, in its own words.
    fetch: async (input, init) =>
      refusals-- > 0
        ? new Response(
            JSON.stringify({
              errors: [
                {
                  message: 'Too many operations. Try again in 7 seconds.',
                  extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: 7 },
                },
              ],
            }),
            {
              status: 429,
              headers: { 'content-type': 'application/graphql-response+json; charset=utf-8', 'retry-after': '7' },
            },
          )
        : fetch(input, init),
  });
  const { data } = await phone.marquee.apollo.query({ query: SearchEventsDocument, variables: { first: 1 } });
  expect(data!.searchEvents.totalCount).toBeGreaterThanOrEqual(0);
  expect(waits).toEqual([expect.closeTo(7_350, -3), expect.closeTo(7_350, -3)]);
});
