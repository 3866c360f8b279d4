import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { ExportSection } from '@marquee/platform';
import * as curation from '../../subgraphs/curation/src/modules/export/export-sections';
import * as events from '../../subgraphs/events/src/modules/export/export-sections';
import * as payments from '../../subgraphs/payments/src/modules/export/export-sections';
import * as social from '../../subgraphs/social/src/modules/export/export-sections';
import * as users from '../../subgraphs/users/src/modules/export/export-sections';
import { modules } from '../src/modules';
import { eventually } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

const SECTIONS: Record<string, { exportSections: readonly ExportSection[]; notExported: Readonly<Record<string, string>> }> = {
  users,
  events,
  curation,
  social,
  payments,
};

/** Columns that hold the id of a person. */
const PERSON =
  /^(user|creator|author|holder|sender|owner|curator|flagger|requester|addressee|follower|followee|blocker|blocked|inviter|actor|friend|low|high|other|decided_by|removed_by|reply_by|invited_by|changed_by|created_by)_id$|^(direct_low|direct_high|banned_by|invited_by|created_by|checked_in_by|owner)$/;

interface Table {
  name: string;
  columns: string[];
}

const tablesOf = (directory: string): Table[] =>
  [...readFileSync(join(directory, 'prisma/schema.prisma'), 'utf8').matchAll(/^model \w+ \{([^]*?)^\}/gm)].map(([, body]) => ({
    name: /@@map\("(\w+)"\)/.exec(body!)![1]!,
    columns: body!.split('\n').flatMap((line) => {
      const [, field] = /^ {2}(\w+) +\w/.exec(line) ?? [];
      return field && !line.includes('@relation') ? [/@map\("(\w+)"\)/.exec(line)?.[1] ?? field] : [];
    }),
  }));

describe.each(modules.map(({ name, directory }) => [name, directory] as const))('what %s keeps of people', (name, directory) => {
  const { exportSections, notExported } = SECTIONS[name]!;
  const tables = tablesOf(directory);

  test('is exported, or there is a reason: a new table with the id of a person cannot be forgotten (U61)', () => {
    const known = new Set([...exportSections.map(({ table }) => table), ...Object.keys(notExported)]);
    const holders = tables.filter(({ columns }) => columns.some((column) => PERSON.test(column)));
    expect(holders.length).toBeGreaterThan(8);
    expect(holders.map((table) => table.name).filter((table) => !known.has(table))).toEqual([]);
    expect(Object.keys(notExported).filter((table) => !tables.some((one) => one.name === table))).toEqual([]);
  });

  test('is explained column by column, and the columns are there', () => {
    const missing = exportSections.flatMap(({ table, columns }) => {
      const there = tables.find((one) => one.name === table)?.columns ?? [];
      return Object.keys(columns)
        .filter((column) => !there.includes(column))
        .map((column) => `${table}.${column}`);
    });
    expect(missing).toEqual([]);
  });
});

test('a person is given what five subgraphs keep of them, as one file that they can read (A23, U61)', async () => {
  const { stack, world } = await runningStack();
  const story = new Story(world);
  const [person, curator] = [await story.person('Gerda', 0), await story.curator(0)];
  const password = `lantern-${story.tag}-Gerda`;
  const event = await story.draft(person.app, { title: `Gerda's evening ${story.tag}` });
  await story.publish(person.app, curator, event.id as string);
  await person.app.succeed('CreateGroup', { name: `Group ${story.tag}`, privacy: 'PUBLIC' });
  await person.app.succeed('StepUp', { password });
  await person.app.succeed('RequestDataExport', {});
  const ready = await eventually(
    async () => {
      for (const subgraph of stack.subgraphs) await subgraph.runJob('write-exports');
      return (await person.app.do('DataExports')).me.dataExports[0];
    },
    (one) => one.state === 'READY',
    60_000,
    'the export is ready',
  );
  expect(ready.partsReady).toEqual(['USERS', 'EVENTS', 'CURATION', 'SOCIAL', 'PAYMENTS']);
  const answer = await fetch(ready.downloadUrl as string);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(bytes.length).toBe(ready.size);
  const files = unzipSync(bytes);
  const text = (file: string) => strFromU8(files[file]!);
  expect(JSON.parse(text('users/profile.json'))).toEqual([expect.objectContaining({ username: person.username })]);
  expect(JSON.parse(text('events/events.json'))).toEqual([expect.objectContaining({ title: `Gerda's evening ${story.tag}` })]);
  expect(JSON.parse(text('curation/decisions_about_you.json'))).toHaveLength(1);
  expect(JSON.parse(text('social/group_members.json'))).toHaveLength(1);
  expect(text('payments/orders.csv')).toContain('total_minor');
  for (const { name } of modules)
    for (const { table, name: file = table } of SECTIONS[name]!.exportSections)
      for (const ending of ['json', 'csv']) expect(files).toHaveProperty([`${name}/${file}.${ending}`]);
}, 120_000);
