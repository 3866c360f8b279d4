/* eslint-disable no-console -- a command speaks to its user */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples, records } from './category-examples';
import { trainCategories } from './category-training';

/** `npm run train:categories`: learns the categories of events, and keeps what was learned where the importer reads it. */
const learned = examples(records());
const model = trainCategories(learned);
const file = join(__dirname, '../src/modules/category/category-model.json');
writeFileSync(file, `${JSON.stringify(model)}\n`);
console.log(`${learned.length} examples; ${model.classes.length} categories, ${Object.keys(model.weights).length} features`);
