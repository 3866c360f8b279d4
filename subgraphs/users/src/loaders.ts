import { lazily, type Viewer } from '@marquee/platform';
import type { Database } from './db';
import { createOrganizationLoaders } from './modules/organization/organization.loaders';
import { createUserLoaders } from './modules/user/user.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[db: Database, viewer: Viewer | null]>()(createUserLoaders, (db) => createOrganizationLoaders(db));

export type Loaders = ReturnType<typeof createLoaders>;
