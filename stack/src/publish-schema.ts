import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { changesOf, entryOf, refusedChanges } from './schema-changes';

const SCHEMA_DIRECTORY = join(__dirname, '../../schema');
const API = join(SCHEMA_DIRECTORY, 'api.graphql');
const PUBLISHED = join(SCHEMA_DIRECTORY, 'published.graphql');
const CHANGELOG = join(SCHEMA_DIRECTORY, 'CHANGELOG-schema.md');
const HEAD =
  '# Changes of the API\n\nWritten by `npm run schema:publish`; the newest first. What is deprecated says until when it stays.\n';

/**
 * `npm run schema:publish`: what clients see from today on is what `compose` has written. Adds an entry to the changelog and keeps the API, to
 * which the next change is compared; a breaking change that must not be ends with exit code 1.
 */
async function main(): Promise<void> {
  const text = readFileSync(API, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  const log = existsSync(CHANGELOG) ? readFileSync(CHANGELOG, 'utf8') : HEAD;
  if (!existsSync(PUBLISHED)) {
    writeFileSync(CHANGELOG, `${log}\n## ${day}\n\nThe first state that is compared with: \`published.graphql\`.\n`);
  } else {
    const before = buildSchema(readFileSync(PUBLISHED, 'utf8'));
    const changes = await changesOf(before, buildSchema(text));
    const refused = refusedChanges(before, changes, day);
    if (refused.length > 0) {
      console.error(
        `Clients rely on this. Deprecate it first, with \`Until <day>\`:\n${refused.map(({ message }) => `  ${message}`).join('\n')}`,
      );
      process.exitCode = 1;
      return;
    }
    if (changes.length === 0) return console.log('The API is as it was published.');
    writeFileSync(CHANGELOG, `${HEAD}\n${entryOf(changes, day)}${log.slice(HEAD.length)}`);
    console.log(`${changes.length} changes are published.`);
  }
  writeFileSync(PUBLISHED, text);
}

void main();
