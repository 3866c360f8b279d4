import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from './spam-classifier';
import { readTemplates } from './spam-templates';

/** An example of the committed corpus. */
export interface CorpusExample extends Example {
  /** The kind: casinos, loans. */
  family: string;
  /** Texts of one template differ in names and numbers alone. */
  template: string;
}

const DIRECTORY = join(__dirname, '../../../model');
/** A template counts for more than a text, and for less than many. */
const VARIANTS = 2;

/** Reads model/; see model/README.md for where the texts come from. */
export function readCorpus(): CorpusExample[] {
  const texts = ['spam.jsonl', 'events.jsonl', 'toronto.jsonl'].flatMap((file) =>
    readFileSync(join(DIRECTORY, file), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((row, index) => {
        const { label, ...example } = JSON.parse(row) as { label: 'spam' | 'event'; family: string; title: string; description: string };
        return { ...example, spam: label === 'spam', template: `${file}/${index}` };
      }),
  );
  return [...texts, ...readTemplates(VARIANTS)];
}
