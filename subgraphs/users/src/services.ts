import type { Caller } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import type { Loaders } from './loaders';
import { Credentials } from './modules/account/account.credentials';
import { AccountService } from './modules/account/account.service';
import { NotificationService } from './modules/notification/notification.service';
import { OrganizationService } from './modules/organization/organization.service';
import { SessionService } from './modules/session/session.service';
import { UserModeration } from './modules/user/user.moderation';
import { UserService } from './modules/user/user.service';

/** All services of this subgraph, for one caller. */
export function createServices(runtime: SubgraphRuntime, loaders: Loaders, caller: Caller) {
  const parts = { ...runtime, loaders, caller };
  const sessions = new SessionService(parts);
  return {
    sessions,
    accounts: new AccountService({ ...parts, sessions, credentials: new Credentials(parts) }),
    users: new UserService(parts),
    moderation: new UserModeration(parts),
    organizations: new OrganizationService(parts),
    notifications: new NotificationService(parts),
  };
}

export type Services = ReturnType<typeof createServices>;
