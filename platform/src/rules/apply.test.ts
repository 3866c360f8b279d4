import { createSourceEventStream, execute, parse, type ExecutionResult } from 'graphql';
import { GraphError } from '../errors';
import { buildSchema } from '../subgraph/schema';
import { callerFor, aViewer } from '../testing/viewers';
import type { Viewer } from '../viewer';
import type { Permissions } from './apply';
import { allow, and, deny, hasPermission, hasRole, or, signedIn } from './rules';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { open: Int mine: Int staff: Int both: Int either: Int never: Int refuses: Int thing: Thing }
  type Subscription { news: Int }
  type Thing @key(fields: "id") { id: ID! secret: Int }
`;

async function* news() {
  yield { news: 1 };
}

const open = () => 1;
const resolvers = {
  Query: {
    ...{ open, mine: open, staff: open, both: open, either: open, never: open },
    refuses: async () => {
      throw new GraphError('CONFLICT', 'Somebody was faster.');
    },
    thing: () => ({ id: '1', secret: 2 }),
  },
  Subscription: { news: { subscribe: news } },
};

const permissions: Permissions = {
  Query: {
    ...{ open: allow, mine: signedIn, refuses: signedIn, never: deny, thing: allow },
    staff: hasPermission('manage:user'),
    both: and(signedIn, hasRole('moderator')),
    either: or(hasRole('moderator'), hasPermission('manage:user')),
  },
  Subscription: { news: signedIn },
  Thing: { '*': allow, secret: hasRole('admin') },
};

const build = (table: Permissions) => buildSchema({ typeDefs: parse(SDL), resolvers, permissions: table });
const schema = build(permissions);
const [visitor, user, moderator, admin] = [null, aViewer({ role: 'user' }), aViewer({ role: 'moderator' }), aViewer({ role: 'admin' })];
const helper = aViewer({ role: 'user', permissions: ['manage:user'] });

/** The field's value, or the code of what refused it. */
async function ask(viewer: Viewer | null, field: string): Promise<unknown> {
  const document = parse(`{ ${field} }`);
  const { data, errors } = (await execute({ schema, document, contextValue: { caller: callerFor(viewer) } })) as ExecutionResult;
  return errors?.[0]?.extensions.code ?? Object.values(data!)[0];
}

test.each([
  ['open', [1, 1, 1, 1, 1]],
  ['mine', ['UNAUTHENTICATED', 1, 1, 1, 1]],
  ['staff', ['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 1, 1]],
  ['both', ['UNAUTHENTICATED', 'FORBIDDEN', 1, 'FORBIDDEN', 'FORBIDDEN']],
  ['either', ['UNAUTHENTICATED', 'FORBIDDEN', 1, 1, 1]],
  ['never', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
])('%s: by rule and viewer', async (field, expected) => {
  const answers = await Promise.all([visitor, user, moderator, admin, helper].map((viewer) => ask(viewer, field)));
  expect(answers).toEqual(expected);
});

test('a field of a type has its rule on every path, and what its resolver refuses is told as it is', async () => {
  expect(await ask(user, 'thing { secret }')).toBe('FORBIDDEN');
  expect(await ask(admin, 'thing { secret }')).toEqual({ secret: 2 });
  expect(await ask(user, 'refuses')).toBe('CONFLICT');
});

test('a subscription is refused before its stream is opened', async () => {
  const subscribe = (viewer: Viewer | null) =>
    createSourceEventStream({ schema, document: parse('subscription { news }'), contextValue: { caller: callerFor(viewer) } });
  expect(await subscribe(null)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await subscribe(user)).toHaveProperty('next');
});

test('what is open to everybody keeps its own resolver: a rule that always allows costs nothing', () => {
  const fields = schema.getQueryType()!.getFields();
  expect(fields['open']!.resolve).toBe(open);
  expect(fields['mine']!.resolve).not.toBe(open);
});

test('an incomplete table is refused with all that is missing and all that is too much (X124)', () => {
  const { mine: _mine, ...Query } = permissions['Query'] as Record<string, typeof allow>;
  expect(() => build({ ...permissions, Query: { ...Query, mime: signedIn }, Thing: { id: allow }, Thong: allow })).toThrow(
    [
      'The permission table is incomplete:',
      'Thong is in the permission table but not in the schema',
      'Query.mime is in the permission table but not in the schema',
      'Query.mine has no rule',
      'Thing.secret has no rule',
    ].join('\n  '),
  );
});
