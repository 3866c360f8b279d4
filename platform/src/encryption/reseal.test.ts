import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterTests } from '../testing/fresh-database';
import { serverUrl } from '../testing/server';
import { FieldCipher, UnknownFieldKey } from './field-cipher';
import { reseal } from './reseal';

const keys = ['k1', 'k2'].map((id) => ({ id, key: randomBytes(32) }));
const [first, second] = keys as [(typeof keys)[0], (typeof keys)[0]];
const index = Buffer.from('an index key');
const column = { table: 'things', column: 'secret', key: 'id' };

test('after a rotation every value is encrypted with the newest key, and the older one may go', async () => {
  const pool = new pg.Pool({ connectionString: serverUrl('postgres'), max: 1 });
  afterTests(() => pool.end());
  await pool.query('CREATE TEMPORARY TABLE things (id INT PRIMARY KEY, secret TEXT)');
  const [old, both, fresh] = [[first], [second, first], [second]].map((some) => new FieldCipher(some as [typeof first], index)) as [
    FieldCipher,
    FieldCipher,
    FieldCipher,
  ];
  const place = (id: number) => ({ table: 'things', column: 'secret', id: String(id) });
  for (let id = 1; id <= 1_203; id++)
    await pool.query('INSERT INTO things VALUES ($1, $2)', [
      id,
      id % 100 === 0 ? null : (id % 3 === 0 ? both : old).seal(place(id), `value ${id}`),
    ]);
  const { rows: before } = await pool.query<{ id: number; secret: string }>('SELECT * FROM things WHERE id = 1');
  expect(() => fresh.open(place(1), before[0]!.secret)).toThrow(UnknownFieldKey);
  expect(await reseal(pool, both, column)).toBe(1_203 - 12 - 401 + 4);
  expect(await reseal(pool, both, column)).toBe(0);
  const { rows } = await pool.query<{ id: number; secret: string | null }>('SELECT * FROM things ORDER BY id');
  expect(rows.filter(({ id, secret }) => fresh.openOptional(place(id), secret) !== (id % 100 === 0 ? null : `value ${id}`))).toEqual([]);
});
