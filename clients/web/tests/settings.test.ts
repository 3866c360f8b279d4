import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreseen } from '../src/pages/settings/erasure-parts';
import { groupsOf, type Kind, type Preference } from '../src/pages/settings/notification-groups';
import { sizeOf, upload } from '../src/pages/settings/picture';
import { interestsIn } from '../src/pages/settings/profile-form';
import { text } from '../src/text';

const API = readFileSync(join(__dirname, '../../../schema/api.graphql'), 'utf8');

test.each([
  ['jazz, Film , ,jazz,JAZZ', ['jazz', 'Film']],
  ['', []],
  [' , ', []],
])('interests written as "%s" are %j', (written, interests) => expect(interestsIn(written)).toEqual(interests));

describe('a picture of oneself', () => {
  test.each([
    [2_048, 1_024, 512, 256],
    [100, 50, 100, 50],
    [10_000, 1, 512, 1],
    [512, 512, 512, 512],
  ])('of %i by %i is sent as %i by %i', (width, height, sentWidth, sentHeight) =>
    expect(sizeOf(width, height)).toEqual({ width: sentWidth, height: sentHeight }),
  );

  const request = { url: 'https://files.example/x', method: 'PUT', headers: [{ name: 'content-type', value: 'image/jpeg' }] };

  test('goes by the request that the API gave, and is not taken as sent when it was refused', async () => {
    const sent: unknown[] = [];
    const answering = (status: number) =>
      (async (url: unknown, options: unknown) => {
        sent.push([url, options]);
        return new Response(null, { status });
      }) as typeof fetch;
    const body = new Blob(['x']);
    await upload(request, body, answering(200));
    expect(sent).toEqual([['https://files.example/x', { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body }]]);
    await expect(upload(request, body, answering(403))).rejects.toThrow('403');
  });
});

describe('kinds of notifications', () => {
  const of = (...kinds: string[]): Preference[] => kinds.map((type) => ({ type: type as Kind, enabled: true, channels: [] }));

  test('are shown by what they are about, in one order', () => {
    const groups = groupsOf(of('GROUP_INVITED', 'EVENT_CANCELLED', 'EVENT_UPDATED'));
    expect(groups.map(({ group, preferences }) => [group, preferences.map(({ type }) => type)])).toEqual([
      ['events', ['EVENT_UPDATED', 'EVENT_CANCELLED']],
      ['groups', ['GROUP_INVITED']],
    ]);
  });

  test('that are newer than the app are among the others', () => {
    const groups = groupsOf(of('SOMETHING_NEW', 'PAYOUT'));
    expect(groups.map(({ group }) => group)).toEqual(['money', 'others']);
  });

  test('all have words of their own', () => {
    const enumeration = /enum NotificationType \{([^}]*)\}/.exec(API)![1]!;
    const kinds = enumeration.split('\n').flatMap((line) => /^ {2}([A-Z_]+)$/.exec(line)?.[1] ?? []);
    expect(kinds.length).toBeGreaterThan(40);
    expect(kinds.filter((kind) => !(kind in text.settings.kinds))).toEqual([]);
  });
});

test('what an erasure does is summed over the parts, what goes first', () => {
  const goes = { subject: 'MESSAGES', fate: 'GOES' } as const;
  const kept = { subject: 'ORDERS', fate: 'KEPT_BY_LAW' } as const;
  const parts = [
    {
      items: [
        { ...kept, count: 1 },
        { ...goes, count: 2 },
      ],
    },
    { items: null },
    { items: [{ ...goes, count: 3 }] },
  ];
  expect(foreseen(parts)).toEqual([
    { ...goes, count: 5 },
    { ...kept, count: 1 },
  ]);
});
