import { adviceByRules } from '../src/modules/tracking/tracking-rules';
import { AdviserFault, type Advice, type Adviser, type AdviceWanted } from '../src/ports/adviser';
import { OpenAiAdviser } from '../src/ports/openai/openai-adviser';
import { ChooseSuggestionsDocument, PersonalSuggestionsDocument, type SuggestionFrequency } from './generated/documents';
import { ADVISER_KEY, ADVISER_MODEL, openAiError, openAiServer } from './openai-server';
import { DAY, moveTo, trackerOf } from './tracking';
import { signUp, startWorld, type Person, type World } from './world';

const choose = async (world: World, by: Person, frequency: SuggestionFrequency, byModel = false) =>
  (await world.run(by.viewer, ChooseSuggestionsDocument, { input: { frequency, byModel } })).chooseSuggestions;
const seen = async (world: World, by: Person) => (await world.run(by.viewer, PersonalSuggestionsDocument, {})).me!;
const texts = async (world: World, by: Person) => (await seen(world, by)).personalSuggestions.nodes;
const work = (world: World) => world.subgraph.runJob('make-suggestions');
const told = async (world: World, by: Person) =>
  (await world.run(by.viewer, '{ notifications { nodes { type body } } }')).notifications.nodes.flatMap(
    ({ type, body }: { type: string; body: string }) => (type === 'PERSONAL_SUGGESTIONS' ? [body] : []),
  );

/** Says what it is told to, after faults. */
class TestAdviser implements Adviser {
  readonly host = 'model.test';
  readonly asked: AdviceWanted[] = [];
  readonly faults: (AdviserFault | null)[] = [];
  advice: Advice[] = [{ kind: 'MOOD', text: 'Take a walk.' }];

  async advise(wanted: AdviceWanted): Promise<Advice[]> {
    this.asked.push(wanted);
    const fault = this.faults.shift();
    if (fault) throw fault;
    return this.advice;
  }
}

describe('suggestions (U80)', () => {
  it('are made by rules of what somebody wrote down, at once and each morning by their clock, and nobody else sees them (U80)', async () => {
    const world = await startWorld();
    const ada = await signUp(world);
    await world.run(ada.viewer, 'mutation { updatePreferences(input: { timeZone: "America/Toronto" }) { __typename } }');
    const own = trackerOf(world, ada);
    for (const day of [18, 19, 20]) await own.record({ date: `2026-11-${day}`, sleepHours: 6, mood: { emoji: '😀' } });
    expect((await seen(world, ada)).suggestionSettings).toEqual({ frequency: 'NONE', byModel: false, modelHost: null });
    await work(world);
    expect(await texts(world, ada)).toEqual([]);
    expect(await choose(world, ada, 'DAILY')).toMatchObject({ settings: { frequency: 'DAILY', byModel: false } });
    await work(world);
    const first = [
      { kind: 'MOOD', text: 'Your most frequent mood in the past two weeks was 😀.', madeBy: 'RULES' },
      { kind: 'SLEEP', text: 'You slept 6 hours a night on average. Try to go to bed half an hour earlier this week.', madeBy: 'RULES' },
      {
        kind: 'HABIT',
        text: 'You wrote something down on 3 of the past 7 days. Two minutes each evening make the picture whole.',
        madeBy: 'RULES',
      },
    ];
    expect(await texts(world, ada)).toEqual(expect.arrayContaining(first));
    expect(await told(world, ada)).toEqual([first[0]!.text]);
    await work(world);
    moveTo(world, '2026-11-21T12:59:59.999Z');
    await work(world);
    expect((await seen(world, ada)).personalSuggestions.totalCount).toBe(3);
    moveTo(world, '2026-11-21T13:00:00.000Z');
    await Promise.all([work(world), work(world)]);
    expect((await seen(world, ada)).personalSuggestions.totalCount).toBe(6);
    expect((await seen(world, await signUp(world))).personalSuggestions.totalCount).toBe(0);
    await choose(world, ada, 'NONE');
    world.clock.advance(2 * DAY);
    await work(world);
    expect((await seen(world, ada)).personalSuggestions.totalCount).toBe(6);
    world.clock.advance(90 * DAY);
    await work(world);
    expect((await seen(world, ada)).personalSuggestions.totalCount).toBe(0);
  });

  it('are made by the model for those who agree, and for others by rules (U80)', async () => {
    const adviser = new TestAdviser();
    const world = await startWorld({ adviser });
    const [ada, ben] = [await signUp(world), await signUp(world)];
    for (const person of [ada, ben])
      await trackerOf(world, person).record({
        date: '2026-11-20',
        mood: { emoji: '😀', text: 'secret' },
        notes: 'secret',
        description: 'secret',
      });
    await trackerOf(world, ada).goal({ title: 'Read' });
    await choose(world, ada, 'WEEKLY', true);
    await choose(world, ben, 'WEEKLY');
    await work(world);
    expect((await seen(world, ada)).suggestionSettings).toEqual({ frequency: 'WEEKLY', byModel: true, modelHost: 'model.test' });
    expect(await texts(world, ada)).toEqual([{ kind: 'MOOD', text: 'Take a walk.', madeBy: 'MODEL' }]);
    expect((await texts(world, ben)).map(({ madeBy }) => madeBy)).toEqual(['RULES', 'RULES']);
    expect(adviser.asked).toHaveLength(1);
    // Nothing that says who it is, and nothing in words of their own but subjects, tags and goals.
    expect(JSON.stringify(adviser.asked)).not.toMatch(new RegExp(`secret|${ada.id}|${ada.username}`, 'i'));
    expect(adviser.asked[0]).toMatchObject({
      language: 'EN',
      goals: [{ title: 'Read', progress: 0, target: 5, daysLeft: 7, daysGone: 0 }],
    });
    expect(adviser.asked[0]!.days).toHaveLength(14);
  });

  it('need a model where they are to be made by one (U80)', async () => {
    const world = await startWorld();
    expect((await choose(world, await signUp(world), 'DAILY', true)).__typename).toBe('NotAllowed');
  });

  it('are asked of a model three times, and then made by rules (U80)', async () => {
    const adviser = new TestAdviser();
    const world = await startWorld({ adviser });
    const ada = await signUp(world);
    await trackerOf(world, ada).record({ date: '2026-11-20', mood: { emoji: '😀' } });
    adviser.faults.push(new AdviserFault('500'), new AdviserFault('429', 600_000), new AdviserFault('timeout'));
    await choose(world, ada, 'DAILY', true);
    await work(world);
    await work(world);
    expect(adviser.asked).toHaveLength(1);
    world.clock.advance(300_000);
    await work(world);
    world.clock.advance(300_000);
    await work(world);
    expect(adviser.asked).toHaveLength(2);
    world.clock.advance(300_000);
    await work(world);
    expect(adviser.asked).toHaveLength(3);
    world.clock.advance(300_000);
    await work(world);
    expect(adviser.asked).toHaveLength(3);
    expect((await texts(world, ada)).map(({ madeBy }) => madeBy)).toEqual(['RULES', 'RULES']);
    // The next morning the model is asked again.
    world.clock.advance(DAY);
    await work(world);
    expect((await texts(world, ada))[0]).toMatchObject({ madeBy: 'MODEL' });
  });

  it('are not kept of who chose otherwise, or was erased, while the model thought (U80)', async () => {
    const adviser = new TestAdviser();
    const world = await startWorld({ adviser });
    const [ada, ben] = [await signUp(world), await signUp(world)];
    const answer = adviser.advise.bind(adviser);
    adviser.advise = async (wanted) => {
      await choose(world, ada, 'DAILY', false);
      await world.db.prisma.user.deleteMany({ where: { id: ben.id } });
      return answer(wanted);
    };
    await choose(world, ada, 'DAILY', true);
    await choose(world, ben, 'DAILY', true);
    await work(world);
    expect((await texts(world, ada)).filter(({ madeBy }) => madeBy === 'MODEL')).toEqual([]);
    expect(await world.db.prisma.personalSuggestion.count({ where: { userId: ben.id } })).toBe(0);
  });

  it('are taken up again where a process was killed (U80)', async () => {
    const world = await startWorld();
    const ada = await signUp(world);
    await trackerOf(world, ada).record({ date: '2026-11-20', mood: { emoji: '😀' } });
    await choose(world, ada, 'DAILY');
    // As a process leaves it that took it and came no further.
    await world.db.prisma.trackingPlan.update({
      where: { userId: ada.id },
      data: { suggestionTries: 1, suggestionsAt: new Date(world.clock.now().getTime() + 120_000) },
    });
    await work(world);
    expect(await texts(world, ada)).toEqual([]);
    world.clock.advance(120_000);
    await work(world);
    expect(await texts(world, ada)).toHaveLength(2);
  });

  it('come from a server that speaks Chat Completions, faults included, through the whole subgraph (U80)', async () => {
    const server = await openAiServer();
    server.says = JSON.stringify({ suggestions: [{ kind: 'STUDY', text: 'Begin early.' }] });
    const world = await startWorld({ adviser: new OpenAiAdviser({ url: `${server.url}/v1`, model: ADVISER_MODEL, key: ADVISER_KEY }) });
    const ada = await signUp(world);
    await choose(world, ada, 'DAILY', true);
    server.faults.push(openAiError(503, 'overloaded'));
    await work(world);
    expect(await texts(world, ada)).toEqual([]);
    world.clock.advance(300_000);
    await work(world);
    expect([await texts(world, ada), server.wrong]).toEqual([[{ kind: 'STUDY', text: 'Begin early.', madeBy: 'MODEL' }], []]);
    expect((await seen(world, ada)).suggestionSettings.modelHost).toBe(new URL(server.url).host);
  });
});

describe('the rules of suggestions (U80)', () => {
  const day = (at: number, parts: Partial<AdviceWanted['days'][number]> = {}): AdviceWanted['days'][number] => ({
    date: new Date(Date.UTC(2026, 10, 7 + at)).toISOString().slice(0, 10),
    ...{ studyHours: 0, sleepHours: null, mood: null, emoji: [], subjects: [], tags: [], activities: 1 },
    ...parts,
  });
  const days = (parts: (at: number) => Partial<AdviceWanted['days'][number]>) => Array.from({ length: 14 }, (_, at) => day(at, parts(at)));
  const said = (wanted: Partial<AdviceWanted>) =>
    adviceByRules({ language: 'EN', days: days(() => ({})), goals: [], ...wanted }).map(({ text }) => text);

  it('say nothing where nothing is to be said (U80)', () => expect(said({})).toEqual([]));

  it('sum up the moods, and tell a better or a harder week (U80)', () => {
    const moods = (now: number) => said({ days: days((at) => ({ mood: at < 7 ? 0 : now, emoji: [at < 7 ? '😐' : '😀', '😀'] })) })[0];
    expect(moods(2)).toBe('Your most frequent mood in the past two weeks was 😀, and the second week was better than the first.');
    expect(moods(-1)).toContain('was harder than the first');
    expect(moods(0.4)).toBe('Your most frequent mood in the past two weeks was 😀.');
  });

  it('see what sleep does to moods, and what is too little of it (U80)', () => {
    const slept = days((at) => (at % 2 ? { sleepHours: 8, mood: 1, emoji: ['🙂'] } : { sleepHours: 5, mood: -1, emoji: ['🙁'] }));
    expect(said({ days: slept })).toEqual(
      expect.arrayContaining([
        'You felt better after nights of seven hours or more (1) than after shorter ones (-1). An early night may help.',
        'You slept 6.7 hours a night on average. Try to go to bed half an hour earlier this week.',
      ]),
    );
  });

  it('see a week of less study, or the best day (U80)', () => {
    expect(said({ days: days((at) => ({ studyHours: at < 7 ? 2 : 1 })) })).toEqual([
      'You studied 7 hours in the past week, after 14 in the week before. One fixed hour a day is a good start.',
    ]);
    // 2026-11-07 is a Saturday.
    expect(said({ days: days((at) => ({ studyHours: at % 7 === 3 ? 4 : 1 })) })).toEqual([
      'You get most done on Tuesday: 4 hours on average. Keep that day for what is hard.',
    ]);
  });

  it('see the goal that is behind, or nearly reached (U80)', () => {
    const goal = { title: 'Read', target: 10, progress: 2, daysGone: 4, daysLeft: 3 };
    expect(said({ goals: [goal] })).toEqual(['“Read” is at 20 %. 2.67 a day will do it in the 3 days that are left.']);
    expect(said({ goals: [{ ...goal, progress: 9 }] })).toEqual(['“Read” is at 90 %: you are nearly there.']);
    expect(said({ goals: [{ ...goal, progress: 6 }] })).toEqual([]);
  });

  it.each(['FR', 'DE', 'ES'] as const)('speak %s (U80)', (language) => {
    const slept = days((at) =>
      at % 2 ? { sleepHours: 8, mood: 1, emoji: ['🙂'], studyHours: 1 } : { sleepHours: 5, mood: -1, studyHours: 1 },
    );
    const advice = adviceByRules({ language, days: slept, goals: [{ title: 'X', target: 10, progress: 2, daysGone: 4, daysLeft: 1 }] });
    expect(advice.length).toBe(4);
    for (const { text } of advice) expect(text).not.toMatch(/[{}]|undefined|NaN/);
  });
});
