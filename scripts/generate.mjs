/**
 * `npm run generate`: the Prisma client of each subgraph, and the types that GraphQL Code Generator writes. What has
 * not changed since the last time is left alone, so that this can stand before every start and every test.
 */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const quiet = {
  // Prisma would download its native schema engine, which only `prisma migrate` uses; any executable keeps it content.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
  DO_NOT_TRACK: '1',
};

const subgraphs = readdirSync(path.join(root, 'subgraphs'));
const jobs = [
  ...subgraphs.map((name) => prismaClient(`subgraphs/${name}/prisma/schema.prisma`, `subgraphs/${name}/src/generated/prisma`)),
  prismaClient('platform/src/db/fixtures/prisma/schema.prisma', 'platform/src/generated/prisma'),
  graphqlTypes(),
].filter((job) => job !== undefined);

await runAll(
  jobs.filter((job) => !isCurrent(job)),
  2,
);

/** @typedef {{ title: string, inputs: string[], outputs: string[], stamp: string, command: string[] }} Job */

/** @returns {Job | undefined} */
function prismaClient(schema, output) {
  if (!existsSync(path.join(root, schema))) return undefined;
  return {
    title: `Prisma client ${output}`,
    inputs: [schema, 'node_modules/prisma/package.json'],
    outputs: [`${output}/client.ts`],
    stamp: `${path.dirname(output)}/.prisma.hash`,
    command: ['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', schema],
  };
}

/** @returns {Job | undefined} */
function graphqlTypes() {
  if (!existsSync(path.join(root, 'codegen.yml'))) return undefined;
  const config = readFileSync(path.join(root, 'codegen.yml'), 'utf8');
  return {
    title: 'GraphQL types',
    inputs: ['codegen.yml', 'node_modules/@graphql-codegen/cli/package.json', ...graphqlFiles()],
    outputs: [...config.matchAll(/^ {2}([\w./-]+\.ts):\s*$/gm)].map((match) => match[1]),
    stamp: 'schema/src/generated/.codegen.hash',
    command: ['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.yml', '--errors-only'],
  };
}

/** Every document that a type may come from; composed schemas are results, and would make the check chase its own tail. */
function graphqlFiles() {
  return ['schema', 'gateway', 'stack', ...subgraphs.flatMap((name) => [`subgraphs/${name}/src`, `subgraphs/${name}/tests`])]
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.graphql') && !file.includes('node_modules/'))
    .sort();
}

function isCurrent(job) {
  if (!job.outputs.every((file) => existsSync(path.join(root, file)))) return false;
  const stamp = path.join(root, job.stamp);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(job);
}

function fingerprint(job) {
  const hash = createHash('sha256').update(job.command.join(' '));
  for (const file of job.inputs) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

async function runAll(pending, atOnce) {
  const queue = [...pending];
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) await run(job);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function run(job) {
  const stamp = path.join(root, job.stamp);
  const before = fingerprint(job);
  rmSync(stamp, { force: true });
  const child = spawn(process.execPath, job.command, { cwd: root, env: { ...process.env, ...quiet } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) {
    console.error(`${job.title} could not be generated:\n${output}`);
    process.exit(1);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, before);
  console.log(`generated ${job.title}`);
}
