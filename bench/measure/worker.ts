import path from 'node:path';
import { Child } from './child';

/** Starts a TypeScript file of the benchmark as a process of its own, and talks with it: it is asked, and it answers. */
export class Worker<Question, Answer> {
  private constructor(readonly child: Child) {}

  /** `input` reaches the file as `workerInput()`. */
  static start<Question, Answer>(
    file: string,
    core: string | null,
    input: unknown = {},
    nodeOptions: readonly string[] = [],
  ): Worker<Question, Answer> {
    const child = new Child({
      name: path.basename(file),
      core,
      command: process.execPath,
      args: [...nodeOptions, '--import', 'tsx', file, JSON.stringify(input)],
      ipc: true,
    });
    return new Worker(child);
  }

  /** Sends one question and waits for what the worker says next. */
  async ask(question: Question): Promise<Answer> {
    const answer = this.next();
    this.child.process.send(question as object);
    return answer;
  }

  /** What the worker says next. */
  async next(): Promise<Answer> {
    let listener: ((message: Answer) => void) | undefined;
    const said = new Promise<Answer>((resolve) => this.child.process.once('message', (listener = resolve as (message: Answer) => void)));
    try {
      return await Promise.race([said, this.child.failure]);
    } finally {
      if (listener) this.child.process.off('message', listener);
    }
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

/** In the worker: what it was started with. */
export const workerInput = <Input>(): Input => JSON.parse(process.argv[2] ?? '{}') as Input;

/** In the worker: says something to whoever started it. */
export const tell = (message: object): void => void process.send!(message);

/** In the worker: answers each question, one at a time. An error ends the worker, and with it the benchmark. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<object>): void {
  process.on('message', (question) => {
    answer(question as Question).then(tell, (error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  process.once('disconnect', () => process.exit());
}
