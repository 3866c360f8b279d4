import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Described } from '../src/modules/category/category-classifier';
import { normalise } from '../src/modules/text/plain-text';
import { allWords, typesOf, words } from '../src/modules/ingestion/schema-org-values';
import { cleanLine, cleanText } from '../src/modules/ingestion/text';
import type { Example } from './category-training';

/** A record whose category somebody told. */
export interface Labelled {
  /** Among the records of the data set. */
  index: number;
  name: string;
  category: string;
}

const DATA = join(__dirname, '../../../stack/data/toronto-events.jsonld');

const read = <Value>(file: string): Value => JSON.parse(readFileSync(file, 'utf8')) as Value;
const labelled = (name: string): Labelled[] => read<Labelled[]>(join(__dirname, name));

/** Told by hand, blind, before anything was trained: what the classifier is measured by. Training sees none of them. */
export const heldOut = (): Labelled[] => labelled('category-labels.json');
/** Told by hand, of other records: what it learns from. */
export const taught = (): Labelled[] => labelled('category-training.json');

export const records = (): Record<string, unknown>[] => read<Record<string, unknown>[]>(DATA);

export const describe = (record: Record<string, unknown>): Described => ({
  title: cleanLine(words(record.name)),
  description: cleanText(words(record.description)),
  keywords: allWords(record.keywords).map(cleanLine).filter(Boolean),
  types: typesOf(record),
});

/**
 * What is learned from: records that were told by hand, none of the held-out ones and none with the title of one. What the rules guess of the
 * others would teach their faults: in a cross-validation it made the model worse, however little it counted.
 */
export function examples(all: readonly Record<string, unknown>[]): Example[] {
  const hidden = new Set(heldOut().map(({ index }) => index));
  const titles = new Set(heldOut().map(({ name }) => normalise(name)));
  const known = new Map(taught().map(({ index, category }) => [index, category]));
  return all.flatMap((record, index) => {
    if (hidden.has(index) || titles.has(normalise(words(record.name)))) return [];
    const described = describe(record);
    const told = known.get(index);
    return told ? [{ described, slug: told }] : [];
  });
}
