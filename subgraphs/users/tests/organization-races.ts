import { anOrganization, employ, remove, setRole } from './organizations';
import { signUp, type World } from './world';

export const pairsOfOwners = 12;

/** Two owners of each of many organisations part with it at the same moment: how many are left without an owner, and how many were refused. */
export async function ownersPartAtOnce(
  world: World,
  count = pairsOfOwners,
  begin = () => {},
): Promise<{ ownerless: number; refused: number }> {
  const pairs = await Promise.all(
    Array.from({ length: count }, async () => {
      const [one, other] = [await signUp(world), await signUp(world)];
      const id = await anOrganization(world, one);
      await employ(world, one, id, other, 'OWNER');
      return { id, one, other };
    }),
  );
  begin();
  const results = await Promise.all(
    pairs.flatMap(({ id, one, other }, n) =>
      // Both leave, or both become staff.
      [one, other].map(async (owner): Promise<string> => {
        const result = n % 2 === 0 ? await remove(world, owner, id, owner) : await setRole(world, owner, id, owner, 'STAFF');
        return result.__typename;
      }),
    ),
  );
  const owned = await world.db.prisma.organizationMember.findMany({
    where: { organizationId: { in: pairs.map(({ id }) => id) }, role: 'OWNER' },
    distinct: ['organizationId'],
  });
  return {
    ownerless: count - owned.length,
    refused: results.filter((name) => name === 'OwnerNeeded').length,
  };
}
