import { byNull, codeOf, type Compared } from '../../random/differences';
import { errorAsText } from '../agreement';

type Path = readonly (string | number)[];

/**
 * Where a null has spread, GraphQL leaves open which of the errors below it are told, and graphql-js stops at the first that it finds. So
 * two answers also agree when each of their nulls has at least one error that is true: one that is expected, or found, at that very place,
 * when the operation is executed with null allowed everywhere (`lenient`). A null that stands for an object that a subgraph says is not
 * there has no error of its own: one below it may be told as well.
 */
export function isExplained(answer: Compared, expected: Compared, lenient: Compared): boolean {
  if (JSON.stringify(answer.data) !== JSON.stringify(expected.data)) return false;
  const [told, toTell] = [byNull(answer, errorAsText), byNull(expected, errorAsText)];
  const [found, awaited] = [lenient, expected].map(({ errors = [] }) => new Set(errors.map(errorAsText)));
  const besides = [...told].filter(([place]) => !toTell.has(place));
  if (!besides.every(([, errors]) => errors.every((error) => found!.has(error)))) return false;
  const isTrue = (error: NonNullable<Compared['errors']>[number]) =>
    found!.has(errorAsText(error)) ||
    awaited!.has(errorAsText(error)) ||
    (codeOf(error) === 'INTERNAL_SERVER_ERROR' && isMereNull(lenient, error.path ?? []));
  const explained = byNull({ ...answer, errors: (answer.errors ?? []).filter(isTrue) }, errorAsText);
  return [...toTell.keys()].every((place) => explained.has(place));
}

/** A null that no error accounts for: what is wrong with it is only where it stands. */
const isMereNull = ({ data, errors = [] }: Compared, path: Path): boolean =>
  valueAt(data, path) === null && !errors.some((error) => JSON.stringify(error.path) === JSON.stringify(path));

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const leg of path) {
    if (typeof value !== 'object' || value === null) return value;
    value = (value as Record<string | number, unknown>)[leg];
  }
  return value;
}
