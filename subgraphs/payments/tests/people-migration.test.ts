import { databaseBefore } from '@marquee/platform/testing';

// What was told before points were kept is behind its source, so that the next comparison of copies asks for it again (X33).

const [ANNA, GONE, EVENT] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];

test('people and answers told before points and approvals were kept are asked for again, and who was erased is not', async () => {
  const { sql, migrate } = await databaseBefore('payments', '20261129133800_people_asked_again');
  await sql('INSERT INTO people (id, version, active, erased) VALUES ($1, 4, true, false), ($2, 9, false, true)', [ANNA, GONE]);
  await sql(`INSERT INTO event_guests (event_id, user_id, version, status) VALUES ($3, $1, 2, NULL), ($3, $2, 2, 'GOING')`, [
    ANNA,
    GONE,
    EVENT,
  ]);
  await migrate();
  const { rows: people } = await sql('SELECT id, version FROM people ORDER BY id');
  expect(people).toEqual([
    { id: ANNA, version: 3 },
    { id: GONE, version: 9 },
  ]);
  const { rows: answers } = await sql('SELECT user_id, version FROM event_guests ORDER BY user_id');
  expect(answers).toEqual([
    { user_id: ANNA, version: 1 },
    { user_id: GONE, version: 2 },
  ]);
});
