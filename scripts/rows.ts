/* eslint-disable no-console -- a command speaks to its user */
import { testsByRow, WAITING } from '../stack/journeys/rows';

/** `npm run rows`: what is to be there, row by row, and the tests that show it. */
for (const [row, tests] of testsByRow()) {
  console.log(`${row}${row in WAITING ? `  waits: ${WAITING[row]}` : ''}`);
  for (const { file, title } of tests) console.log(`  ${file}: ${title}`);
}
