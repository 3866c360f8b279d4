import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readChoices, readItems } from './choices';
import { shown } from './figures';
import { leaveLastOut, type Trial } from './leave-last-out';
import { societyOf } from './society';

const USAGE = `npm run eval:recommender -- [--interactions <csv user,item,timestamp,weight>] [--items <csv item,title,tags[,from,until]>] [--live] [--most 1000] [--seed 1]
Without a file: a society of hidden tastes that a generator makes.`;

function main(): void {
  const { values } = parseArgs({
    options: {
      interactions: { type: 'string' },
      items: { type: 'string' },
      live: { type: 'boolean', default: false },
      most: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const { choices, items } = values.interactions
    ? {
        choices: readChoices(readFileSync(values.interactions, 'utf8')),
        items: values.items ? readItems(readFileSync(values.items, 'utf8')) : [],
      }
    : societyOf(Number(values.seed));
  const trial = leaveLastOut(choices, items, { live: values.live, most: Number(values.most) });
  tell(trial, values.live);
}

function tell({ people, items, choices, asked, qualities }: Trial, live: boolean): void {
  console.log(
    `${people} people, ${items} items, ${choices} choices; ${asked} people are asked, over ${live ? 'what was open then' : 'all items'}.`,
  );
  console.log(
    'Leave-last-out; ± is the 95 % interval. "Among 99" has 99 negatives beside the one that was chosen: easier, never an accuracy.\n',
  );
  console.log('| | hit rate@20 | NDCG@20 | among 99 | coverage | diversity | novelty |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { name, hitRate, ndcg, hitRateAmong99, coverage, diversity, novelty } of qualities) {
    const cells = [name, shown(hitRate), shown(ndcg), shown(hitRateAmong99), coverage.toFixed(2), shown(diversity, 2), shown(novelty, 2)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

main();
