import { memoryStore, Session, type Tokens } from '../../../clients/sdk/src';

/** Tokens as the API makes them, of one person; `round` tells those of one session apart. */
const tokensOf = (sub: string, round = 1): Tokens => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return { accessToken: `${part({})}.${part({ sub, iat: round, exp: round + 900 })}.x`, refreshToken: `${sub}-${round}` };
};

/** A session whose refresh is answered when the test says so. */
function refreshedLater(answer: object) {
  const store = memoryStore();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  let give = (_: Response) => {};
  const answered = new Promise<Response>((resolve) => (give = resolve));
  let ended = 0;
  const session = new Session({
    url: 'https://api.example/graphql',
    store,
    onEnd: () => ended++,
    fetch: () => {
      arrive();
      return answered;
    },
  });
  return {
    ...{ session, store, arrived, ended: () => ended },
    answer: () => give(Response.json({ data: { refreshSession: answer } })),
  };
}

const fresh = { __typename: 'RefreshSessionSuccess', session: tokensOf('ann', 2) };
const refused = { __typename: 'SessionInvalid', code: 'SESSION_INVALID', message: 'Gone.', retryable: false };

describe('a refresh that is answered when somebody else holds the app', () => {
  test.each([
    ['fresh tokens', fresh],
    ['the end of the session', refused],
  ])('leaves the app to who signed in meanwhile: %s', async (_, outcome) => {
    const { session, store, arrived, answer, ended } = refreshedLater(outcome);
    await session.begin(tokensOf('ann'));
    const ofAnn = session.refresh(tokensOf('ann').accessToken);
    await arrived;
    await session.begin(tokensOf('bob'));
    answer();
    // What Ann's app asked is not asked in Bob's name.
    expect(await ofAnn).toBeNull();
    expect(await store.get()).toEqual(tokensOf('bob'));
    expect(await session.accessToken()).toBe(tokensOf('bob').accessToken);
    expect(ended()).toBe(0);
  });

  test('does not sign anybody in again who signed out', async () => {
    const { session, arrived, answer } = refreshedLater(fresh);
    await session.begin(tokensOf('ann'));
    const refreshing = session.refresh(tokensOf('ann').accessToken);
    await arrived;
    await session.end();
    answer();
    expect(await refreshing).toBeNull();
    expect(await session.isSignedIn()).toBe(false);
  });

  test('gives the present token to the same person only', async () => {
    const { session } = refreshedLater(fresh);
    await session.begin(tokensOf('ann', 2));
    expect(await session.refresh(tokensOf('ann').accessToken)).toBe(tokensOf('ann', 2).accessToken);
    await session.begin(tokensOf('bob'));
    expect(await session.refresh(tokensOf('ann', 2).accessToken)).toBeNull();
  });
});
