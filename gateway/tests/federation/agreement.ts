import type { ExecutionResult, GraphQLFormattedError } from 'graphql';

type Answer = Pick<ExecutionResult, 'data'> & { errors?: readonly Partial<GraphQLFormattedError>[] };
type Path = readonly (string | number)[];

/**
 * Holds an answer against the expected one. Data must be the same to the letter, order of keys included. Errors are the same when they
 * explain the same nulls for the same reason: where a null has spread upwards GraphQL leaves open which of several errors below it are
 * told, so there one of them must agree.
 */
export function expectAgreement(answer: Answer, expected: Answer): void {
  expect(answer.data).toEqual(expected.data);
  expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
  const [told, toTell] = [byNull(answer), byNull(expected)];
  expect([...told.keys()].sort()).toEqual([...toTell.keys()].sort());
  for (const [place, wanted] of toTell) expect(told.get(place)!.filter((error) => wanted.includes(error))).not.toEqual([]);
}

/** Nothing was executed, for the reasons that graphql-js gives too. */
export function expectRefusal(answer: Answer, expected: Answer, code: string): void {
  expect([answer, expected].map((one) => 'data' in one)).toEqual([false, false]);
  expect(answer.errors?.map((error) => [error.message, codeOf(error)])).toEqual(expected.errors?.map((error) => [error.message, code]));
}

export const codeOf = (error: Partial<GraphQLFormattedError>): string => String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR');

/** The errors as text, by the place of the null that they explain. */
function byNull({ data, errors = [] }: Answer): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const error of errors) {
    const place = JSON.stringify(nullAt(data, error.path ?? []));
    const code = codeOf(error);
    // What broke inside a subgraph is told in our words, and what the specification says about nulls in nobody's.
    const message = ['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE'].includes(code) ? '' : error.message;
    const text = JSON.stringify({ path: error.path ?? [], code, message });
    places.set(place, [...(places.get(place) ?? []), text]);
  }
  return places;
}

/** The part of an error's path that leads to a null of the data. */
function nullAt(data: unknown, path: Path): Path {
  let value = data;
  for (let at = 0; at < path.length; at++) {
    if (typeof value !== 'object' || value === null) return path.slice(0, at);
    value = (value as Record<string | number, unknown>)[path[at]!];
  }
  return path;
}
