import type { UserUpdated } from '@marquee/schema/topics';
import type { Tx } from '../../db';

/** Another subgraph's person, as it leaves here: the gateway fetches the rest. */
export interface UserRef {
  id: string;
}

/** Many people in one statement; of each the newer version stays. An erased person stays erased, however late the fact. */
export function upsertPersonCopies(tx: Tx, people: readonly UserUpdated[]): Promise<number> {
  const rows = people.map(({ userId, version, role, reputation, active }) => ({
    user_id: userId,
    version,
    role,
    reputation,
    active,
    erased_at: null,
  }));
  return tx.$executeRaw`
    INSERT INTO person_copies AS known
    SELECT * FROM jsonb_populate_recordset(NULL::person_copies, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (user_id) DO UPDATE
    SET (version, role, reputation, active) = (excluded.version, excluded.role, excluded.reputation, excluded.active)
    WHERE known.version < excluded.version AND known.erased_at IS NULL`;
}
