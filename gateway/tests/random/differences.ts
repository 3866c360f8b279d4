import type { GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];
type Told = Partial<GraphQLFormattedError>;
/** An answer, as far as it is compared. */
export interface Compared {
  readonly data?: unknown;
  readonly errors?: readonly Told[];
}

/**
 * What is different between two answers to one operation, as a line for people; null when they say the same. Data must be the same to
 * the letter, order of keys included. Errors are the same when they explain the same nulls in the same way (`tell`: the
 * codes, unless said): where a null has spread upwards GraphQL leaves open which of several errors below it are told, so there one of them
 * must agree.
 */
export function differenceOf(one: Compared, other: Compared, tell: (error: Told) => string = codeOf): string | null {
  return dataDifference(one, other) ?? errorDifference(byNull(one, tell), byNull(other, tell));
}

export function dataDifference(one: Compared, other: Compared): string | null {
  if (JSON.stringify(one.data) === JSON.stringify(other.data)) return null;
  if ('data' in one !== 'data' in other) return `one has data, the other has none: ${excerpt(one)} ≠ ${excerpt(other)}`;
  return firstDifference(one.data, other.data, []) ?? 'the order of the fields is different';
}

function errorDifference(first: Map<string, string[]>, second: Map<string, string[]>): string | null {
  for (const place of new Set([...first.keys(), ...second.keys()])) {
    const [codes, others] = [first.get(place), second.get(place)];
    if (!codes || !others || !codes.some((code) => others.includes(code)))
      return `errors at ${place}: ${codes?.join() ?? 'none'} ≠ ${others?.join() ?? 'none'}`;
  }
  return null;
}

function firstDifference(one: unknown, other: unknown, path: Path): string | null {
  if (isObject(one) && isObject(other) && Array.isArray(one) === Array.isArray(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const values = [one, other].map((from) => (Object.hasOwn(from, key) ? from[key] : undefined));
      const found = firstDifference(values[0], values[1], [...path, key]);
      if (found) return found;
    }
    return null;
  }
  return Object.is(one, other) ? null : `data at ${path.join('.') || 'the root'}: ${excerpt(one)} ≠ ${excerpt(other)}`;
}

/** The errors, by the place of the null that they explain. */
export function byNull({ data, errors = [] }: Compared, tell: (error: Told) => string): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const error of errors) {
    const place = JSON.stringify(nullAt(data, error.path ?? []));
    places.set(place, [...(places.get(place) ?? []), tell(error)]);
  }
  return places;
}

export const codeOf = (error: Told): string => String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR');

/** The part of an error's path that leads to a null of the data. */
export function nullAt(data: unknown, path: Path): Path {
  let value = data;
  for (let at = 0; at < path.length; at++) {
    if (!isObject(value)) return path.slice(0, at);
    value = value[path[at]!];
  }
  return path;
}

const isObject = (value: unknown): value is Record<string | number, unknown> => typeof value === 'object' && value !== null;

const excerpt = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
