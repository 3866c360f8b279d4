import type { FormattedExecutionResult } from 'graphql';
import { leaksIn } from '../../gateway/tests/leaks';
import { dataDifference, differenceOf } from '../../gateway/tests/random/differences';
import type { Operation } from '../../gateway/tests/random/document';
import { valuesIn, type Fault, type Verdict } from '../../gateway/tests/random/verdict';
import type { Received } from './client';
import type { Asker } from './surroundings';
import type { World } from './world';

/** The world moves while it is asked (a job counts anew, a cache expires): what is different must be so each time. */
const TRIES = 4;

/** Asks both gateways, and the oracle where they differ. */
export async function judge(world: World, operation: Operation, asker: Asker): Promise<Verdict> {
  const once = () => world.clock.whileStanding(() => judgeOnce(world, operation, asker));
  let verdict = await once();
  for (let again = 1; again < TRIES && verdict.kind === 'different'; again++) {
    await world.settle();
    verdict = await once();
  }
  return verdict;
}

async function judgeOnce({ client, stock, oracle }: World, operation: Operation, asker: Asker): Promise<Verdict> {
  const [received, { answer: stocks, services }] = await Promise.all([client.send(operation, asker), stock.ask(operation, asker.viewer)]);
  const fault = faultOf(received, operation);
  if (fault) return fault;
  const ours = received.answer!;
  if (isRefusal(ours)) return { kind: 'refused', detail: `refused: ${String(ours.errors![0]!.message)}` };
  const right = { services, values: valuesIn(ours.data) };
  const fromStock = differenceOf(ours, stocks);
  if (!fromStock) return { kind: 'as stock', detail: '', ...right };
  const fromOracle = differenceOf(ours, await oracle.ask(operation, asker.viewer));
  if (fromOracle) return { kind: 'different', detail: `from stock: ${fromStock}; from the oracle: ${fromOracle}` };
  return { kind: 'stock is wrong', detail: whatStockDoes(operation, ours, stocks), ...right };
}

/** What no answer may be, whatever was asked: no GraphQL, a server's fault, or one that tells about our insides. */
export function faultOf({ status, text, answer }: Received, sent: unknown): Fault | null {
  if (status >= 500) return { kind: 'broken', detail: `status ${status}: ${text.slice(0, 500)}` };
  if (!answer || !('data' in answer || Array.isArray(answer.errors)))
    return { kind: 'broken', detail: `no answer in GraphQL: ${text.slice(0, 500)}` };
  const leaks = leaksIn(JSON.stringify(answer.errors ?? []), JSON.stringify(sent));
  return leaks.length ? { kind: 'leak', detail: leaks.join(', ') } : null;
}

const LIMITS = ['QUERY_TOO_COMPLEX', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED'];

/** Documents are valid here, so a refusal of one is that of a limit. */
const isRefusal = ({ data, errors }: FormattedExecutionResult): boolean =>
  data === undefined && LIMITS.includes(String(errors?.[0]?.extensions?.code));

/** For the report: the oracle has decided already. */
function whatStockDoes({ query, variables }: Operation, ours: FormattedExecutionResult, stocks: FormattedExecutionResult): string {
  if (/__typename:/.test(query)) return 'stock takes the alias __typename for the type name';
  if ('representations' in variables || /\$representations\b/.test(query)) return 'stock takes the variable "representations" for its own';
  if (!dataDifference(ours, stocks)) return 'stock tells fewer errors, or tells them elsewhere';
  if (sorted(ours.data) === sorted(stocks.data)) return 'stock writes the fields in another order';
  return `stock answers other data: ${stocks.errors?.[0]?.message ?? 'and tells no error'}`;
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
