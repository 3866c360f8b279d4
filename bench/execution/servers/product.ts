import { readStackSettings } from '../../../stack/src/env';
import { startInOneProcess } from '../../../stack/src/one-process';
import { silentProgress } from '../../../stack/src/progress';
import { answerQuestions, tell, workerInput } from '../../measure/worker';
import { recordStatements, type RecordQuestion } from './statements';

const PLENTY = { operations: 1e12, cost: 1e15, slowFrom: Infinity, atOnce: 1e6 };

/** Everything is counted and charged as always; it only never runs out. */
const OUT_OF_REACH = { signedIn: PLENTY, anonymous: PLENTY };

/** The product as `npm start` runs it: gateway and five subgraphs in one process. */
async function main(environment: Record<string, string>): Promise<void> {
  const recorder = recordStatements();
  const stack = await startInOneProcess(readStackSettings(environment), environment, silentProgress, { gateway: { rates: OUT_OF_REACH } });
  answerQuestions<RecordQuestion>((question) => Promise.resolve(recorder.answer(question)));
  tell({ url: stack.gateway.url });
}

void main(workerInput<Record<string, string>>());
