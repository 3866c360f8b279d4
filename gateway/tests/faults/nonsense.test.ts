import { setTimeout } from 'node:timers/promises';
import { createLogger, type Logger } from '@marquee/platform';
import fc from 'fast-check';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer, SubgraphTransport } from '../../src/transport/transport';
import { aSubgraph, aWorld, plain, type World } from '../kit';
import { library } from '../library';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const PAGE = '{ books { id title pages author { name born } reviews { id stars book { title } } averageStars } }';

/** Right values of the wrong kind, for any place; a null may be right nearly everywhere. */
const NONSENSE: readonly (Json | undefined)[] = [undefined, 7.5, 'nonsense', true, {}, { a: 1 }, [[1]], [{}], { __typename: 'Nobody' }];

interface Slip {
  readonly service: string;
  /** Which place of the answer, counted around. */
  readonly at: number;
  readonly what: Json | undefined;
}

/** Every place of an answer's data at which nonsense can stand. What a key is decides which entity is meant: another is no nonsense. */
function placesIn(value: Json, found: { parent: Json[] | { [key: string]: Json }; key: string | number }[] = []) {
  if (Array.isArray(value)) value.forEach((item, key) => (found.push({ parent: value, key }), placesIn(item, found)));
  else if (value !== null && typeof value === 'object')
    for (const key of Object.keys(value)) {
      if (key !== 'id') found.push({ parent: value, key });
      placesIn(value[key]!, found);
    }
  return found;
}

function spoil(data: Json, { at, what }: Slip): void {
  const places = placesIn(data);
  const place = places[at % places.length];
  if (!place) return;
  const { parent, key } = place;
  if (what !== undefined) (parent as Record<string | number, Json>)[key] = plain(what);
  // A shorter list is as good as any, but for that of the entities.
  else if (!Array.isArray(parent)) delete parent[key];
  else if (parent === (data as { _entities?: Json })._entities) parent.splice(key as number, 1);
}

describe('subgraphs that answer nonsense', () => {
  let world: World;
  let slip: Slip | null = null;
  const lines: string[] = [];

  beforeAll(async () => {
    const transports = Object.fromEntries(
      library.map((one) => {
        const subgraph = aSubgraph(one);
        const transport: SubgraphTransport = {
          async execute({ operation, variables, caller }) {
            const answer = plain(await subgraph.execute({ query: operation.query, variables, caller })) as SubgraphAnswer;
            if (slip?.service === one.name && answer.data) {
              // Once: where a call brings no answer at all, what another leaves out is not told besides.
              spoil(answer.data as Json, slip);
              slip = null;
            }
            return answer;
          },
          subscribe: () => Promise.reject(new Error('There are no streams.')),
          close: async () => {},
        };
        return [one.name, transport];
      }),
    );
    world = await aWorld(library, { transports, logger: loggerInto(lines) });
  });
  afterAll(() => world.stop());
  afterEach(() => void (slip = null));

  const whole = () => world.ask(PAGE);

  test('every null that nonsense makes has an error, and every value is one of its type', async () => {
    const right = await whole();
    expect(right.errors).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(
        fc.record({ service: fc.constantFrom(...library.map(({ name }) => name)), at: fc.nat(200), what: fc.constantFrom(...NONSENSE) }),
        async (given) => {
          slip = given;
          const { status, data, errors = [] } = await whole();
          expect(status).toBe(200);
          const unexplained = faultsIn(plain(data) as Json, plain(right.data) as Json, [], errors);
          expect({ given, unexplained }).toEqual({ given, unexplained: [] });
          for (const { extensions } of errors) expect(extensions?.code).toBe('INTERNAL_SERVER_ERROR');
        },
      ),
      { numRuns: 200, seed: 9 },
    );
  });

  test('what is left out is told at its field, with the service in the log', async () => {
    const tell = async (given: Slip, query: string) => {
      slip = given;
      lines.length = 0;
      const { data, errors } = await world.ask(query);
      return { data, errors: errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code]), line: lines.at(-1) };
    };
    const LEFT_OUT = await tell({ service: 'people', at: 2, what: undefined }, '{ authors { name born } }');
    expect(LEFT_OUT.errors).toEqual([['authors.0.name', 'INTERNAL_SERVER_ERROR']]);
    const BORN = await tell({ service: 'people', at: 3, what: undefined }, '{ authors { name born } }');
    expect((BORN.data as { authors: unknown[] }).authors[0]).toMatchObject({ name: 'Ursula', born: null });
    expect(BORN.errors).toEqual([['authors.0.born', 'INTERNAL_SERVER_ERROR']]);
    // Twenty lines in a second tell of one subgraph, and those before have told enough.
    await setTimeout(1_000);
    expect((await tell({ service: 'people', at: 3, what: undefined }, '{ authors { name born } }')).line).toMatch(
      /"subgraph":"people".*"path":\["authors",0,"born"\].*a subgraph answered something else than asked/,
    );
  });
});

/** Places with a value that the schema does not allow, or a null that was a value and has no error. */
function faultsIn(value: Json | undefined, right: Json, path: (string | number)[], errors: readonly GraphQLFormattedError[]): string[] {
  if (value === undefined) return [`${path.join('.')} is missing`];
  if (value === null) return right === null || explained(path, errors) ? [] : [`${path.join('.')} is null without an error`];
  if (Array.isArray(right)) {
    if (!Array.isArray(value)) return [`${path.join('.')} is no list`];
    return right.length ? value.flatMap((item, at) => faultsIn(item, right[at] ?? right[0]!, [...path, at], errors)) : [];
  }
  if (right !== null && typeof right === 'object') {
    if (typeof value !== 'object' || Array.isArray(value)) return [`${path.join('.')} is no object`];
    return Object.keys(right).flatMap((key) => faultsIn(value[key], right[key]!, [...path, key], errors));
  }
  return right === null || typeof value === typeof right ? [] : [`${path.join('.')} is ${typeof value}`];
}

const explained = (path: readonly (string | number)[], errors: readonly GraphQLFormattedError[]) =>
  errors.some((error) => {
    const at = error.path ?? [];
    return at.slice(0, path.length).every((leg, index) => path[index] === leg);
  });

function loggerInto(lines: string[]): Logger {
  return createLogger('gateway', 'error', { write: (line: string) => void lines.push(line) });
}
