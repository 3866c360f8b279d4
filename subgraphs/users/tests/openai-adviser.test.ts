import { FixedClock } from '@marquee/platform';
import { faultsOfAdviser } from '../src/modules/tracking/tracking-settings';
import type { Advice, AdviserFault, AdviceWanted } from '../src/ports/adviser';
import { OpenAiAdviser } from '../src/ports/openai/openai-adviser';
import { ADVISER_KEY, ADVISER_MODEL, completed, openAiError, openAiServer } from './openai-server';

const WANTED: AdviceWanted = {
  language: 'FR',
  days: [
    { date: '2026-11-20', studyHours: 2, sleepHours: 7.5, mood: 1, emoji: ['🙂'], subjects: ['Biology'], tags: ['exam'], activities: 1 },
  ],
  goals: [{ title: 'Read', progress: 1, target: 5, daysLeft: 3, daysGone: 4 }],
};
const clock = new FixedClock(new Date('2026-11-21T12:00:00.000Z'));
const SAID = { kind: 'SLEEP', text: 'Couchez-vous plus tôt.' };

const start = async (key: string | null = ADVISER_KEY) => {
  const server = await openAiServer();
  return { server, adviser: new OpenAiAdviser({ url: `${server.url}/v1`, model: ADVISER_MODEL, key }, clock, 300) };
};
const faultOf = (asking: Promise<Advice[]>): Promise<AdviserFault> =>
  asking.then(
    (advice) => Promise.reject(new Error(`It advised ${JSON.stringify(advice)}.`)),
    (error: unknown) => error as AdviserFault,
  );

/** U80: suggestions by any endpoint that speaks Chat Completions. */
describe('a model that makes suggestions (U80)', () => {
  it('is asked in the language of the person, for what they wrote and nothing that says who they are', async () => {
    const { server, adviser } = await start();
    server.says = JSON.stringify({ suggestions: [SAID] });
    expect(await adviser.advise(WANTED)).toEqual([SAID]);
    expect(server.wrong).toEqual([]);
    const [system, user] = server.taken[0]!;
    expect(system!.content).toContain('French');
    const { language: _language, ...sent } = WANTED;
    expect(JSON.parse(user!.content)).toEqual(sent);
    expect(adviser.host).toBe(new URL(server.url).host);
  });

  it.each([
    ['more than five', Array.from({ length: 9 }, () => SAID), 5],
    ['one of a kind that there is not', [SAID, { kind: 'DIET', text: 'Eat less.' }], 1],
    ['one that deceives', [SAID, { kind: 'MOOD', text: 'evil\u202Egnp.exe' }], 1],
    ['one that is too long', [SAID, { kind: 'MOOD', text: 'x'.repeat(401) }], 1],
    ['none', [], 0],
  ])('says %s: what is good of it is taken', async (_what, suggestions, count) => {
    const { server, adviser } = await start();
    server.says = JSON.stringify({ suggestions });
    expect(await adviser.advise(WANTED)).toEqual(Array.from({ length: count }, () => SAID));
  });

  it.each([
    ['too many requests', openAiError(429, 'rate_limit_exceeded', { 'retry-after': '7' }), '429', 7_000],
    ['no credit', openAiError(429, 'insufficient_quota'), '429', null],
    ['a fault of its own', openAiError(500, 'server_error'), '500', null],
    ['a page in place of JSON', { status: 200, body: '<html>' }, 'unreadable', null],
    ['prose', completed('Sleep more!'), 'unreadable', null],
    ['nothing that is good', completed('{"suggestions":[{"kind":"DIET","text":"x"}]}'), 'unreadable', null],
    ['a redirect', { status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'unreachable', null],
    ['silence', 'silence', 'timeout', null],
    ['a connection that is cut', 'cut', 'UND_ERR_SOCKET', null],
  ] as const)('gives %s: a fault with a code, in which nothing stands that was asked', async (_what, answer, code, retryAfterMs) => {
    const { server, adviser } = await start();
    server.faults.push(answer);
    const fault = await faultOf(adviser.advise(WANTED));
    expect(fault).toMatchObject({ name: 'AdviserFault', code, retryAfterMs });
    expect(JSON.stringify([fault.message, fault.cause, fault])).not.toMatch(/Biology|exam|sk-only/);
  });

  it('refuses a wrong key', async () => {
    const { adviser } = await start('sk-wrong');
    expect(await faultOf(adviser.advise(WANTED))).toMatchObject({ code: '401' });
  });

  it('is named whole, or not at all', () => {
    const [ADVISER_URL, key] = ['https://api.openai.com/v1', ADVISER_KEY];
    expect(faultsOfAdviser({})).toEqual([]);
    expect(faultsOfAdviser({ ADVISER_URL, ADVISER_MODEL, ADVISER_KEY: key })).toEqual([]);
    expect(faultsOfAdviser({ ADVISER_URL, ADVISER_MODEL })).toEqual([]);
    expect(faultsOfAdviser({ ADVISER_URL })).toEqual(['ADVISER_MODEL: must be set where ADVISER_URL is']);
    expect(faultsOfAdviser({ ADVISER_MODEL, ADVISER_KEY: key })).toHaveLength(2);
    const local = { ADVISER_URL: 'http://10.0.0.5:11434/v1', ADVISER_MODEL, NODE_ENV: 'production' as const };
    expect(faultsOfAdviser(local)).toEqual([]);
    expect(faultsOfAdviser({ ...local, ADVISER_KEY: key })).toEqual([expect.stringMatching(/^ADVISER_URL: must begin with https/)]);
  });
});
