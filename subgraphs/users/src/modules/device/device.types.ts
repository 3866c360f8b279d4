import type { Device as DeviceRow } from '../../generated/prisma/client';

/** A device as its person sees it. `current`: it is on the session they look at it with. */
export type DeviceView = Pick<DeviceRow, 'id' | 'name' | 'platform' | 'provider' | 'registeredAt'> & { current: boolean };
