import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';

/** Keeps the copy of a person. */
export const userUpdated: Handler<'user.updated'> = async (
  { payload: { userId, version, active, points = 0, reputation, reliability = null } },
  { tx },
) => {
  await keepNewer(tx, 'people', ['id'], { id: userId, version, active, points, reputation, reliability }, { unless: 'erased' });
};
