import { LocalPlanner } from '../../gateway/src/planning/local-planner';
import { PlannerProcesses } from '../../gateway/src/planning/planner-processes';
import { parse } from 'graphql';
import { eventually, type App } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const MADE_WITHIN_MS = 240_000;
const PATIENT = { rates: null, maxLoopLagMs: 0, callTimeoutMs: 60_000, operationTimeoutMs: 120_000, sessions: { lastsWithinMs: 60_000 } };

// Where the native planner has no binary, Apollo's plans.
describe.each([
  ['in a process of its own', {}, false],
  ['where the product serves, were it told so (the control)', { planning: { where: 'main' as const } }, true],
])('what a developer asks in test mode is planned %s', (_, otherwise, here) => {
  let story: Story;
  let program: App;
  let running: Awaited<ReturnType<typeof runningStack>>;

  beforeAll(async () => {
    running = await runningStack({ PLANNER: 'apollo', PLANNING: 'process' }, { gateway: { ...PATIENT, ...otherwise } });
    story = new Story(running.world);
    const { app } = await story.person('Dev', 0);
    const { secret } = await app.succeed('CreateApiKey', {
      name: 'Tests',
      scopes: ['EVENTS_READ', 'PEOPLE_READ', 'SOCIAL_READ'],
      testMode: true,
    });
    program = story.visitor();
    program.accessToken = secret as string;
    await eventually(
      () => program.ask(parse('{ __typename }')).catch(() => null),
      (answer) => answer?.data != null,
      MADE_WITHIN_MS,
      'the world is made',
    );
  }, MADE_WITHIN_MS);
  afterAll(async () => {
    vi.restoreAllMocks();
    await story.end();
    // No database of a world stays behind.
    await running.stack.testMode!.tidy(new Date(Date.now() + 900 * 86_400_000));
  });

  test('and nowhere else', async () => {
    const [main, processes] = [vi.spyOn(LocalPlanner.prototype, 'plan'), vi.spyOn(PlannerProcesses.prototype, 'plan')];
    const dear = parse(
      'query OnlyHere { searchEvents(first: 1) { nodes { title venue { name } creator { displayName groups(first: 1) { nodes { name } } } } } }',
    );
    const { searchEvents } = await program.do(dear);
    expect(searchEvents.nodes).toHaveLength(1);
    const plansOf = (planner: { mock: { calls: unknown[][] } }) => planner.mock.calls.filter(([, name]) => name === 'OnlyHere').length;
    expect([plansOf(main), plansOf(processes)]).toEqual(here ? [1, 0] : [0, 1]);
  });
});
