import type { Pool } from 'pg';
import type { FieldCipher } from './field-cipher';

/** A column of encrypted values, and the primary key by which their places are named. */
export interface SealedColumn {
  table: string;
  column: string;
  key: string;
}

const AT_ONCE = 500;

/**
 * Encrypts anew, with the newest key, what another key encrypted; returns how many values. One that changes meanwhile is left alone: it was
 * encrypted with the newest. Run again, it goes on where it was.
 */
export async function reseal(pool: Pick<Pool, 'query'>, fields: FieldCipher, { table, column, key }: SealedColumn): Promise<number> {
  let [done, after] = [0, ''];
  for (;;) {
    const { rows } = await pool.query<{ id: string; sealed: string }>(
      `SELECT "${key}"::text AS id, "${column}" AS sealed FROM "${table}"
       WHERE "${column}" IS NOT NULL AND NOT starts_with("${column}", $1) AND "${key}"::text > $2 ORDER BY "${key}"::text LIMIT ${AT_ONCE}`,
      [`${fields.newest}.`, after],
    );
    for (const { id, sealed } of rows) {
      const place = { table, column, id };
      const fresh = fields.seal(place, fields.open(place, sealed));
      const statement = `UPDATE "${table}" SET "${column}" = $1 WHERE "${key}"::text = $2 AND "${column}" = $3`;
      done += (await pool.query(statement, [fresh, id, sealed])).rowCount ?? 0;
    }
    if (rows.length < AT_ONCE) return done;
    after = rows.at(-1)!.id;
  }
}
