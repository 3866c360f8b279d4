import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { changesOf, entryOf, refusedChanges, undatedDeprecations } from '../src/schema-changes';

const read = (name: string) => buildSchema(readFileSync(join(__dirname, '../../schema', name), 'utf8'));

const BEFORE = `
  type Query { show(id: ID!, old: Int @deprecated(reason: "Until 2026-11-01.")): Show pages: [Page!] @deprecated(reason: "Use show. Until 2026-11-30.") }
  type Show { id: ID! name: String! year: Int @deprecated(reason: "Until 2027-01-01.") tag: String @deprecated(reason: "Use name.") }
  type Page { show: Show number: Int kind: Kind }
  enum Kind { A B }
  enum Mood { GOOD BAD @deprecated(reason: "until 2026-11-30") }
  input Wish { mood: Mood note: String }
  type Mutation { wish(input: Wish): Mood }
`;

/** What is refused of a change on that day. */
async function refused(change: (sdl: string) => string, today = '2026-11-30'): Promise<string[]> {
  const before = buildSchema(BEFORE);
  const changed = change(BEFORE);
  expect(changed).not.toBe(BEFORE);
  return refusedChanges(before, await changesOf(before, buildSchema(changed)), today).map(({ path }) => path);
}

describe('a change of the API (X23)', () => {
  it.each([
    ['a field', 'name: String!', '', 'Show.name'],
    ['a value that may be null now', 'name: String!', 'name: String', 'Show.name'],
    ['a field whose day has not come', 'year: Int @deprecated(reason: "Until 2027-01-01.")', '', 'Show.year'],
    ['a field deprecated without a day', 'tag: String @deprecated(reason: "Use name.")', '', 'Show.tag'],
    ['an argument that is needed now', 'show(id: ID!,', 'show(id: ID!, more: Int!,', 'Query.show.more'],
    ['a field of an input', 'note: String', '', 'Wish.note'],
    ['a value of an enum', 'GOOD ', '', 'Mood.GOOD'],
  ])('is refused where clients rely on what was: %s', async (_name, old, instead, path) => {
    expect(await refused((sdl) => sdl.replace(old, instead))).toEqual([path]);
  });

  it('takes away what was published as deprecated once its day has come, with the types that only it led to', async () => {
    const pages = 'pages: [Page!] @deprecated(reason: "Use show. Until 2026-11-30.")';
    const gone = (sdl: string) =>
      sdl
        .replace(pages, '')
        .replace(/ {2}type Page.*\n {2}enum Kind.*\n/, '')
        .replace('BAD @deprecated(reason: "until 2026-11-30")', '')
        .replace(', old: Int @deprecated(reason: "Until 2026-11-01.")', '');
    expect(await refused(gone)).toEqual([]);
    expect(await refused(gone, '2026-11-29')).toEqual(['Kind', 'Mood.BAD', 'Page', 'Query.pages']);
  });

  it('adds and deprecates freely, and is told in the changelog', async () => {
    const more = (sdl: string) =>
      sdl.replace('name: String!', 'name: String! @deprecated(reason: "Use title. Until 2027-06-01.") title: String!');
    expect(await refused(more)).toEqual([]);
    const entry = entryOf(await changesOf(buildSchema(BEFORE), buildSchema(more(BEFORE))), '2026-11-30');
    expect(entry).toMatch(/^## 2026-11-30\n\n### Added\n\n/);
    expect(entry).toContain('Field `Show.name` is deprecated');
    expect(entry).toContain('`title`');
  });

  it('says until when what it deprecates stays', () => {
    expect(undatedDeprecations(buildSchema(BEFORE))).toEqual(['@deprecated Show.tag']);
    expect(undatedDeprecations(read('api.graphql'))).toEqual([]);
  });

  it('breaks nothing that was published', async () => {
    const before = read('published.graphql');
    const today = new Date().toISOString().slice(0, 10);
    expect(refusedChanges(before, await changesOf(before, read('api.graphql')), today)).toEqual([]);
  });
});
