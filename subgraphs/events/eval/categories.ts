/* eslint-disable no-console -- a command speaks to its user */
import { guessCategories } from '../src/modules/category/category-classifier';
import { learnedModel, SURE } from '../src/modules/category/learned-categories';
import { categoryByWords, categoryOf } from '../src/modules/ingestion/taxonomy';
import { describe, heldOut, records } from './category-examples';
import { accuracy, f1Of, macroF1, type Answer } from './macro-f1';

/** `npm run eval:categories`: the categoriser on 300 records whose category a person told, which it has never seen. */
const all = records();
const cases = heldOut().map(({ index, category }) => ({ truth: category, described: describe(all[index]!) }));
const counts = new Map<string, number>();
for (const { truth } of cases) counts.set(truth, (counts.get(truth) ?? 0) + 1);
const [majority] = [...counts].sort(([, a], [, b]) => b - a)[0]!;

const answers = (guess: (described: (typeof cases)[number]['described']) => string): Answer[] =>
  cases.map(({ truth, described }) => ({ truth, guess: guess(described) }));

const rules = answers(({ keywords, types }) => categoryByWords(keywords, types));
const learned = answers((described) => guessCategories(learnedModel(), described)[0]!.slug);
const used = answers((described) => categoryOf(described));
const line = (name: string, given: Answer[]) =>
  console.log(`${name.padEnd(34)} macro-F1 ${macroF1(given).toFixed(3)}   right ${(accuracy(given) * 100).toFixed(1)} %`);

console.log(`${cases.length} records in ${counts.size} categories\n`);
line(
  `always ${majority}`,
  answers(() => majority),
);
line('rules of keywords', rules);
line('learned', learned);
line('as imports use it: learned where sure', used);

const sure = cases.map(({ described }) => guessCategories(learnedModel(), described)[0]!);
for (const threshold of [0.3, SURE, 0.6, 0.8]) {
  const at = learned.filter((_, n) => sure[n]!.confidence >= threshold);
  console.log(
    `  sure of ${threshold}: ${((at.length / cases.length) * 100).toFixed(0)} % of the records, ${(accuracy(at) * 100).toFixed(1)} % right`,
  );
}
console.log();
for (const [slug, times] of [...counts].sort(([, a], [, b]) => b - a))
  console.log(
    `  ${slug.padEnd(18)} ${String(times).padStart(3)}   rules ${f1Of(slug, rules).toFixed(2)}   used ${f1Of(slug, used).toFixed(2)}`,
  );
