import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { withRateLimitField } from '@marquee/gateway';
import { subgraphSdl } from '@marquee/platform';
import { parse, print, printSchema } from 'graphql';
import { cachedTypes, possibleTypes } from './client-cache';
import { DEFAULT_PORTS, modules } from './modules';

/**
 * Composes the five subgraphs into schema/supergraph.graphql (what the gateway loads) and schema/api.graphql (what clients see; its
 * diff is the API review). With --check nothing is written: a difference to the committed files ends with exit code 1.
 */
const SCHEMA_DIRECTORY = join(__dirname, '../../schema');

/** The composed files by name. possible-types.json and cached-types.json are for Apollo Client's cache. */
export function compose(): Record<string, string> {
  const services = modules.map((module) => ({
    name: module.name,
    url: `http://127.0.0.1:${DEFAULT_PORTS[module.name]}/graphql`,
    typeDefs: parse(subgraphSdl(module.schema())),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors?.length || !supergraphSdl) {
    throw new Error(`The subgraphs do not compose:\n${(errors ?? []).map((error) => `  ${error.message}`).join('\n')}`);
  }
  // The gateway adds a field of its own, which clients meet like any other.
  const served = print(withRateLimitField(parse(supergraphSdl)));
  const api = Supergraph.build(served).apiSchema().toGraphQLJSSchema();
  return {
    'supergraph.graphql': `# Composed by \`npm run compose\`. Do not edit.\n${supergraphSdl}\n`,
    'api.graphql': `# The public API, derived by \`npm run compose\`. Do not edit.\n${printSchema(api)}\n`,
    'possible-types.json': `${JSON.stringify(possibleTypes(api), null, 2)}\n`,
    'cached-types.json': `${JSON.stringify(cachedTypes(api), null, 2)}\n`,
  };
}

function main(): void {
  const files = Object.entries(compose());
  if (!process.argv.includes('--check')) {
    for (const [name, text] of files) writeFileSync(join(SCHEMA_DIRECTORY, name), text);
    console.log(`Composed ${modules.length} subgraphs into ${files.map(([name]) => `schema/${name}`).join(', ')}.`);
    return;
  }
  const stale = files.filter(([name, text]) => read(name) !== text).map(([name]) => name);
  if (stale.length) {
    console.error(`These files are not current: ${stale.map((name) => `schema/${name}`).join(', ')}. Run npm run compose and commit them.`);
    process.exitCode = 1;
  } else {
    console.log('The composed files in schema/ are current.');
  }
}

function read(name: string): string | null {
  try {
    return readFileSync(join(SCHEMA_DIRECTORY, name), 'utf8');
  } catch {
    return null;
  }
}

if (require.main === module) main();
