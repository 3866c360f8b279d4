import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTrustedDocuments } from './manifest';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'documents-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const APOLLO = JSON.stringify({
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: 'abc', name: 'A', type: 'query', body: 'query A { a }' }],
});

test("a manifest of Apollo's clients has ids and bodies", () => {
  expect(readTrustedDocuments(write('manifest.json', APOLLO))).toEqual([{ id: 'abc', text: 'query A { a }' }]);
});

test("a manifest of graphql-codegen's client preset has texts by hashes", () => {
  expect(readTrustedDocuments(write('persisted-documents.json', '{"sha256:d1":"{ a }","d2":"{ b }"}'))).toEqual([
    { id: 'sha256:d1', text: '{ a }' },
    { id: 'd2', text: '{ b }' },
  ]);
});

test('a folder has any of them, at any depth', () => {
  mkdirSync(join(folder, 'web'));
  write('web/a.json', APOLLO);
  write('b.graphql', '{ b }');
  write('README.md', 'not a document');
  expect(readTrustedDocuments(folder)).toEqual(['{ b }', { id: 'abc', text: 'query A { a }' }]);
});

test.each([
  ['what is not there', () => join(folder, 'nothing.json'), 'cannot be read (ENOENT)'],
  ['broken JSON', () => write('a.json', '{'), 'is not valid JSON'],
  ['JSON of another kind', () => write('a.json', '[1]'), 'is neither a manifest'],
])('%s is one clear line', (_title, file, message) => {
  expect(() => readTrustedDocuments(file())).toThrow(message);
  expect(() => readTrustedDocuments(file())).toThrow(/^TRUSTED_DOCUMENTS: /);
});
