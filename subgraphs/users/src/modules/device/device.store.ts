import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Device as DeviceRow } from '../../generated/prisma/client';

/** More than anybody carries. */
const MOST = 20;

type NewDevice = Pick<DeviceRow, 'userId' | 'sessionId' | 'provider' | 'platform' | 'name'> & { token: string };

/** Where a device's token lies, for the cipher. */
export const tokenPlace = (id: string) => ({ table: 'devices', column: 'token', id });

/**
 * The device is this person's, on this session, from now on. Where it was somebody else's it is another row, so that nothing that is on its way to
 * them goes to the person who has the device now. Returns its id.
 */
export async function registerDevice(step: Step, { token, ...device }: NewDevice): Promise<string> {
  const { tx, now, kept } = step;
  const { userId } = device;
  const tokenKey = kept.fields.index('devices.token', `${device.provider} ${token}`);
  // Of two who register one token at the same time, the second finds the first.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('device:' || ${tokenKey}, 0))`;
  await tx.device.deleteMany({ where: { tokenKey, userId: { not: userId } } });
  const known = await tx.device.findUnique({ where: { tokenKey } });
  const id = known?.id ?? randomUUID();
  const row = { ...device, token: kept.fields.seal(tokenPlace(id), token), registeredAt: now };
  await tx.device.upsert({ where: { id }, create: { ...row, id, tokenKey, createdAt: now }, update: row });
  const surplus = await tx.device.findMany({
    where: { userId, id: { not: id } },
    orderBy: [{ registeredAt: 'desc' }, { id: 'desc' }],
    skip: MOST - 1,
    select: { id: true },
  });
  if (surplus.length > 0) await tx.device.deleteMany({ where: { id: { in: surplus.map((one) => one.id) } } });
  return id;
}
