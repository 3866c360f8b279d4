import { isDeepStrictEqual, parseArgs } from 'node:util';
import { silentLogger } from '@marquee/platform';
import type { ExecutionResult } from 'graphql';
import { createGateway } from '../../../src';

/** As the audit tells it. Errors are only looked at where it says something of them. */
interface AuditCase {
  readonly query: string;
  readonly expected: { readonly data?: unknown; readonly errors?: boolean };
}

const USUAL_ADDRESS = 'http://localhost:4200';
const HELP = `npm run audit:federation -- [--at ${USUAL_ADDRESS}] [--planner native|apollo]
  Holds the gateway against the public federation-gateway-audit, which has to be running (Node 22 or newer):
  npx @graphql-hive/federation-gateway-audit serve`;

/** `npm run audit:federation`: a gateway for each supergraph of the audit, every case asked of it over HTTP. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      at: { type: 'string', default: USUAL_ADDRESS },
      planner: { type: 'string', default: 'native' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const read = async (path: string) => {
    const response = await fetch(new URL(path, values.at)).catch(() => null);
    if (!response?.ok) throw new Error(`The audit does not answer at ${values.at}.\n${HELP}`);
    return response;
  };
  let right = 0;
  let asked = 0;
  for (const id of (await (await read('/ids')).json()) as string[]) {
    const cases = (await (await read(`/${id}/tests`)).json()) as AuditCase[];
    const wrong = await run(await (await read(`/${id}/supergraph`)).text(), cases, values.planner === 'apollo' ? 'apollo' : 'native');
    asked += cases.length;
    right += cases.length - wrong.length;
    process.stdout.write(`${id}: ${cases.length - wrong.length} of ${cases.length}\n${wrong.join('')}`);
  }
  process.stdout.write(`${right} of ${asked} answered as the audit expects\n`);
  return right === asked && asked > 0 ? 0 : 1;
}

/** Answers what is wrong, to be read. */
async function run(supergraphSdl: string, cases: readonly AuditCase[], planner: 'native' | 'apollo'): Promise<string[]> {
  const settings = { rates: null, rateLimitField: false, maxLoopLagMs: 0, explorer: false, planning: { planner } };
  const gateway = await createGateway({ supergraphSdl, logger: silentLogger, port: 0, host: '127.0.0.1', settings });
  try {
    const wrong: string[] = [];
    for (const { query, expected } of cases) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const answer = (await response.json()) as ExecutionResult;
      const errors = expected.errors === undefined || expected.errors === !!answer.errors?.length;
      if (errors && isDeepStrictEqual(answer.data ?? null, expected.data ?? null)) continue;
      wrong.push(`${query.trimEnd()}\n  expected ${JSON.stringify(expected)}\n  answered ${JSON.stringify(answer)}\n`);
    }
    return wrong;
  } finally {
    await gateway.stop();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  },
);
