import type { City } from './city';
import type { Operation, Outcome } from './history';
import type { Person } from './known';

/** Codes of errors that a client may meet although the product is right. */
const FAIR_ERRORS = ['UNAUTHENTICATED', 'FORBIDDEN'];
/** And what they may meet while processes die. */
const WHILE_DYING = ['SUBGRAPH_UNAVAILABLE', 'UNREACHABLE', 'OVERLOADED'];

/** One mutation with one input, its success asked for by `selection`. With `twice` it is sent twice at once under one key. */
export async function mutate(
  city: City,
  person: Person,
  field: string,
  input: Record<string, unknown>,
  selection: string,
  operation: Pick<Operation, 'index' | 'twice'>,
): Promise<Outcome> {
  const type = field[0]!.toUpperCase() + field.slice(1);
  const query = `mutation Sweep($input: ${type}Input!) { ${field}(input: $input) {
    __typename ... on UserError { code reason: message } ... on ${type}Success { ${selection || '__typename'} } } }`;
  const send = async (key: string | null): Promise<Outcome> => {
    const answer = await city.post(person, query, { input: { ...input, ...(key ? { idempotencyKey: key } : {}) } });
    const [error] = answer.errors ?? [];
    if (error?.extensions?.code === 'UNAUTHENTICATED' && !person.suspended && (await city.signIn(person))) return send(key);
    return outcomeOf(city, `${field} ${JSON.stringify(input)}`, answer, field);
  };
  if (!operation.twice) return send(null);
  const key = `sweep-${operation.index}`;
  const [first, second] = await Promise.all([send(key), send(key)]);
  if (first.success && second.success && JSON.stringify(idsOf(first.data)) !== JSON.stringify(idsOf(second.data)))
    city.known.faults.push(`${field} sent twice under one key made two: ${JSON.stringify([first.data, second.data])}`);
  return first.success ? first : second;
}

function outcomeOf(city: City, what: string, { data, errors }: Awaited<ReturnType<City['post']>>, field: string): Outcome {
  const [error] = errors ?? [];
  if (error) {
    const code = error.extensions?.code ?? 'NONE';
    const fair = FAIR_ERRORS.includes(code) || (city.ground.crash !== null && WHILE_DYING.includes(code));
    if (!fair) city.known.faults.push(`${what}: ${code} ${error.message}`);
    return { code, success: false, data: null };
  }
  const result = data[field];
  const success = (result.__typename as string).endsWith('Success');
  return { code: success ? result.__typename : result.code, success, data: result };
}

/** The ids in a result, wherever they are. */
function idsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => (name === 'id' ? [part] : idsOf(part)));
}
