import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type DocumentNode } from 'graphql';

/** Reads every `*.graphql` below a directory, in a stable order, behind the SDL that all subgraphs share. `more` is made for it alone. */
export function readTypeDefs(modulesDirectory: string, more = ''): DocumentNode {
  const own = readdirSync(modulesDirectory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => readFileSync(join(modulesDirectory, file), 'utf8'));
  const common = readFileSync(require.resolve('@marquee/schema/common.graphql'), 'utf8');
  return parse([common, more, ...own].join('\n'));
}
