/**
 * The whole federated suite with the plans of the native planner. Nothing is left out: what it cannot plan is planned by Apollo's, which
 * are a supergraph with contextual arguments (`context.test.ts`) and single operations (`native-planner.test.ts` names them).
 */
describe('with the native planner', async () => {
  const before = process.env.PLANNER;
  beforeAll(() => void (process.env.PLANNER = 'native'));
  afterAll(() => {
    if (before === undefined) delete process.env.PLANNER;
    else process.env.PLANNER = before;
  });
  await import('./abstract.test');
  await import('./conditions.test');
  await import('./context.test');
  await import('./failures.test');
  await import('./federation1.test');
  await import('./inputs.test');
  await import('./interface-object.test');
  await import('./keys.test');
  await import('./lists.test');
  await import('./mutations.test');
  await import('./names.test');
  await import('./nulls.test');
  await import('./requires.test');
  await import('./sharing.test');
  await import('./subscriptions.test');
  await import('./together.test');
  await import('./typenames.test');
});
