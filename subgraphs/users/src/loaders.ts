import { lazily, type Caller } from '@marquee/platform';
import type { Kept } from './kept';
import { discoveryLoaders } from './modules/discovery/discovery.loaders';
import { notificationLoaders } from './modules/notification/notification.loaders';
import { organizationLoaders } from './modules/organization/organization.loaders';
import { suspensionLoaders } from './modules/moderation/suspension.loaders';
import { riskLoaders } from './modules/risk/risk.loaders';
import { reputationLoaders } from './modules/reputation/reputation.loaders';
import { webhookLoaders } from './modules/webhook/webhook.loaders';
import { userLoaders } from './modules/user/user.loaders';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = lazily<[kept: Kept, caller: Caller]>()(
  userLoaders,
  discoveryLoaders,
  reputationLoaders,
  suspensionLoaders,
  riskLoaders,
  organizationLoaders,
  notificationLoaders,
  webhookLoaders,
);

export type Loaders = ReturnType<typeof createLoaders>;
