import { headOf, lineOfGuest, type GuestRow } from './guest-csv';

const guest: GuestRow = {
  status: 'GOING',
  name: 'Ann',
  username: 'ann',
  companions: 2,
  companionNames: ['Bo', 'Cy'],
  notes: null,
  tickets: 0,
  admitted: 0,
  checkedInAt: null,
  answeredAt: new Date('2026-01-01T00:00:00Z'),
  answers: new Map([['q1', 'Soup']]),
};

test('a question is a column', () => {
  const questions = [{ id: 'q1', prompt: 'What do you eat?' }];
  expect(headOf(questions)).toMatch(/^Status,Name,.*,What do you eat\?\r\n$/);
  expect(lineOfGuest(guest, questions)).toBe('GOING,Ann,ann,2,Bo; Cy,,0,0,,2026-01-01T00:00:00.000Z,Soup\r\n');
});

test('what guests write breaks no line and is no formula', () => {
  const line = lineOfGuest({ ...guest, name: '=HYPERLINK("x")', notes: 'one,\n"two"', username: '@ann', companionNames: ['-1'] }, []);
  expect(line).toBe('GOING,"\'=HYPERLINK(""x"")",\'@ann,2,\'-1,"one,\n""two""",0,0,,2026-01-01T00:00:00.000Z\r\n');
});
