import { isRefusal, type Marquee } from '@marquee/client';
import { CreateApiKeyDocument, StepUpDocument } from '@marquee/client/operations';

/** A key that is good in test mode alone: it begins with `mqt_`. */
export async function makeTestKey({ apollo }: Marquee, password: string): Promise<string> {
  await apollo.mutate({ mutation: StepUpDocument, variables: { input: { password } } });
  const input = { name: 'Tests', scopes: ['ACCOUNT_WRITE' as const, 'EVENTS_WRITE' as const], testMode: true };
  const { data } = await apollo.mutate({ mutation: CreateApiKeyDocument, variables: { input } });
  const outcome = data!.createApiKey;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.secret;
}

/** Asks as the developer of this key; or as one of the people of test mode, by their access token; or, by null, as nobody in particular. */
export async function askTestMode<Data>(
  api: string,
  key: string,
  query: string,
  variables: object = {},
  accessToken?: string | null,
): Promise<Data> {
  const asPerson = { 'x-marquee-test-key': key, ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}) };
  const who = accessToken === undefined ? { authorization: `Bearer ${key}` } : asPerson;
  const headers = { 'content-type': 'application/json', ...who };
  const ask = () => fetch(api, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  let response = await ask();
  // While the world is made, which takes some seconds the first time.
  while (response.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('retry-after') ?? 5) * 1_000));
    response = await ask();
  }
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (!data || errors) throw new Error(errors?.[0]?.message);
  return data;
}

interface Clock {
  testClock: { now: string; advancingTo: string | null };
}

/** Moves the clock by some hours, and comes back when everything that was due is done. */
export async function passHours(api: string, key: string, hours: number): Promise<Date> {
  const clock = async () => (await askTestMode<Clock>(api, key, '{ testClock { now advancingTo } }')).testClock;
  const to = new Date(Date.parse((await clock()).now) + hours * 3_600_000);
  const advance = 'mutation ($to: DateTime!) { advanceTestClock(input: { to: $to }) { __typename ... on UserError { message } } }';
  type Advanced = { advanceTestClock: { __typename: string; message?: string } };
  const { advanceTestClock: outcome } = await askTestMode<Advanced>(api, key, advance, { to });
  if (outcome.__typename !== 'AdvanceTestClockSuccess') throw new Error(outcome.message);
  for (;;) {
    const { now, advancingTo } = await clock();
    if (advancingTo === null) return new Date(now);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
