import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from './spam-classifier';

/** An example of the committed corpus; what is of one family is never split between training and held-out data. */
export interface CorpusExample extends Example {
  family: string;
}

const DIRECTORY = join(__dirname, '../../../model');

/** Reads model/*.jsonl; see model/README.md for where the texts come from. */
export function readCorpus(): CorpusExample[] {
  return ['spam.jsonl', 'events.jsonl', 'toronto.jsonl'].flatMap((file) =>
    readFileSync(join(DIRECTORY, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((row) => {
        const { label, ...example } = JSON.parse(row) as { label: 'spam' | 'event'; family: string; title: string; description: string };
        return { ...example, spam: label === 'spam' };
      }),
  );
}
