import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import type { World } from './world';

/** Somebody of whom users has told; told of again with another `version`. */
export async function aPerson(
  world: World,
  {
    viewer = aViewer(),
    version = 1,
    active = true,
    points = 0,
  }: { viewer?: Viewer; version?: number; active?: boolean; points?: number } = {},
): Promise<Viewer> {
  await world.tell('user.updated', viewer.id, { userId: viewer.id, version, active, points, reputation: 50 });
  return viewer;
}
