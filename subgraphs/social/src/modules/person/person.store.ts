import type { Tx } from '../../db';

/** False for a suspended or erased person. The lock makes an erasure wait for what is under way, or be seen by it. */
export async function isActive(tx: Tx, userId: string): Promise<boolean> {
  const [person] = await tx.$queryRaw<Array<{ active: boolean }>>`SELECT active FROM people WHERE id = ${userId}::uuid FOR SHARE`;
  return person?.active ?? true;
}
