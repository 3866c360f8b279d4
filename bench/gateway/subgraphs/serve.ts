import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { answerQuestions, tell } from '../../measure/worker';
import { subgraphs, type BenchSubgraph } from '.';
import { responseOf, serveLean } from './lean-http';

/** Requests are kept between a `record` and the `recorded` after it. */
export interface SubgraphsQuestion {
  readonly kind: 'counts' | 'record' | 'recorded';
}
/** Requests so far, and how many of them had to be executed. */
export interface SubgraphsCounts {
  readonly requests: number;
  readonly executed: number;
}
export interface RecordedRequest {
  readonly url: string;
  readonly body: string;
  readonly arrivedAt: number;
  readonly answeredAt: number;
}
/** The address of each subgraph by name. */
export type SubgraphUrls = Readonly<Record<string, string>>;

const MAX_ANSWERS = 10_000;

const counts = { requests: 0, executed: 0 };
let recorded: RecordedRequest[] | null = null;

/**
 * A request is executed in full, representations and all, the first time; the same body again costs a look-up. So what is measured is
 * the gateway, and what it asks has still been checked.
 */
async function serve({ sdl, resolvers }: BenchSubgraph): Promise<string> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers });
  const answers = new Map<string, Buffer>();

  const execute = async (body: string): Promise<Buffer> => {
    const { query, variables, operationName } = readOperation(body);
    if (query === undefined) return responseOf('{"errors":[{"message":"No operation."}]}', '400 Bad Request');
    const answer = responseOf(JSON.stringify(await graphql({ schema, source: query, variableValues: variables, operationName })));
    counts.executed++;
    if (answers.size >= MAX_ANSWERS) answers.clear();
    answers.set(body, answer);
    return answer;
  };

  const url = await serveLean((body) => {
    counts.requests++;
    const answer = answers.get(body) ?? execute(body);
    return recorded ? record(recorded, url, body, answer) : answer;
  });
  return url;
}

async function record(into: RecordedRequest[], url: string, body: string, answer: Buffer | Promise<Buffer>): Promise<Buffer> {
  const entry = { url, body, arrivedAt: performance.now(), answeredAt: Infinity };
  into.push(entry);
  const known = await answer;
  entry.answeredAt = performance.now();
  return known;
}

function readOperation(body: string): { query?: string; variables?: Record<string, unknown>; operationName?: string } {
  try {
    return JSON.parse(body) as ReturnType<typeof readOperation>;
  } catch {
    return {};
  }
}

async function answer({ kind }: SubgraphsQuestion): Promise<SubgraphsCounts | readonly RecordedRequest[]> {
  if (kind === 'counts') return counts;
  const entries = recorded ?? [];
  recorded = kind === 'record' ? [] : null;
  return entries;
}

async function main(): Promise<void> {
  const urls: Record<string, string> = {};
  for (const subgraph of subgraphs) urls[subgraph.name] = await serve(subgraph);
  answerQuestions(answer);
  tell(urls satisfies SubgraphUrls);
}

void main();
