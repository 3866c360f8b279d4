import { serverAudits } from 'graphql-http';
import { aWorld, type World } from './kit';
import { library } from './library';

/** These two ask for a type of the schema by its name. */
const READ_THE_SCHEMA = ['2EA1', '28B9'];

/** The audits of the GraphQL over HTTP specification, as its working group publishes them. */
describe.each([true, false])('the audits of GraphQL over HTTP, introspection: %s', (introspection) => {
  let world: World;
  beforeAll(async () => {
    world = await aWorld(library, { settings: { limits: { introspection, hideSchemaDetails: !introspection } } });
  });
  afterAll(() => world.stop());

  const audits = serverAudits({
    url: () => world.gateway.url,
    // A GET needs a header that pages of other sites cannot send; the specification leaves that to servers.
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { 'apollo-require-preflight': '1', ...init.headers } }),
  });

  const due = audits.filter(({ id }) => introspection || !READ_THE_SCHEMA.includes(id));
  test.each(due.map((audit) => [audit.id, audit.name, audit] as const))('%s: %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    if (result.status === 'ok') return;
    expect({ status: result.status, reason: result.reason }).toEqual({ status: 'notice', reason: result.reason });
  });
});
