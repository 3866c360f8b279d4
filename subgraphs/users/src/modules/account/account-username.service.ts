import { notAllowed, sqlState, UNIQUE_VIOLATION } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { SessionService } from '../session/session.service';
import type { UserService } from '../user/user.service';
import type { ChangeUsername } from './account-username.input';
import { takeUsername } from './account-username.store';
import { usernameTaken } from './account.refusals';

/** Another name to sign in with, and to be known by. */
export class UsernameService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly users: UserService,
  ) {}

  async change(input: ChangeUsername): Promise<UserRow> {
    const { id } = this.ctx.viewer;
    await this.sessions.requireLive();
    await this.ctx
      .change('changeUsername', input, async (step) => {
        const user = await step.tx.user.findUniqueOrThrow({ where: { id } });
        if (user.demo) throw notAllowed('The demo accounts keep their name, because everybody uses them.');
        await takeUsername(step, user, input.username);
        return null;
      })
      // Somebody took it at the very same moment.
      .catch((error: unknown) => Promise.reject(sqlState(error) === UNIQUE_VIOLATION ? usernameTaken() : (error as Error)));
    return this.users.require(id);
  }
}
