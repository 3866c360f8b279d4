/**
 * The whole federated suite with the plans of Apollo's planner, the reference. With the native planner it runs among the short tests; what
 * that cannot plan is planned by Apollo's there, too (`native-planner.test.ts` names it).
 */
describe('with Apollo’s planner', async () => {
  const before = process.env.PLANNER;
  beforeAll(() => void (process.env.PLANNER = 'apollo'));
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
