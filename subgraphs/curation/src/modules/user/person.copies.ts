import type { UserUpdated } from '@marquee/schema/topics';
import type { Tx } from '../../db';

/** Another subgraph's person, as it leaves here: the gateway fetches the rest. */
export interface UserRef {
  id: string;
}

/** Takes in a person if this is newer than what is known; answers whether it was. An erased person stays erased, however late the fact. */
export async function takeInPerson(tx: Tx, { userId, version, role, reputation, active }: UserUpdated): Promise<boolean> {
  const taken = await tx.$executeRaw`
    INSERT INTO person_copies AS known (user_id, version, role, reputation, active)
    VALUES (${userId}::uuid, ${version}::int, ${role}, ${reputation}::float8, ${active})
    ON CONFLICT (user_id) DO UPDATE
    SET (version, role, reputation, active) = (excluded.version, excluded.role, excluded.reputation, excluded.active)
    WHERE known.version < excluded.version AND known.erased_at IS NULL`;
  return taken > 0;
}
