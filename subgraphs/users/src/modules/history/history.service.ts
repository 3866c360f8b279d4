import { Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { AccountEvent as AccountEventRow, SignIn as SignInRow, User as UserRow } from '../../generated/prisma/client';
import { mayModerate } from '../user/user-roles';

const signInsNewestFirst = new Keyset('signInsOfUser', { at: 'time', id: 'id' }, 'greatest first');
const eventsNewestFirst = new Keyset('accountEventsOfUser', { at: 'time', id: 'id' }, 'greatest first');

/** What happened to accounts: for their owners how somebody came in, for staff what was changed. */
export class HistoryService {
  constructor(private readonly ctx: Context) {}

  async signIns(user: UserRow, args: PageArguments): Promise<Connection<SignInRow>> {
    const { prisma } = this.ctx.kept.db;
    const page = signInsNewestFirst.page(args);
    const where = { userId: user.id };
    const rows = await prisma.signIn.findMany(signInsNewestFirst.prisma(page, where));
    return signInsNewestFirst.connection(rows, page, { totalCount: () => prisma.signIn.count({ where }) });
  }

  /** Of a person whom the viewer may decide about: moderators read nothing of each other. */
  async accountEvents({ userId, ...args }: PageArguments & { userId: string }): Promise<Connection<AccountEventRow>> {
    const { loaders, viewer, kept } = this.ctx;
    const page = eventsNewestFirst.page(args, { of: userId });
    const user = await loaders.userById.load(userId);
    if (!user || !mayModerate(viewer.role, user.role)) throw notFound('This person');
    const where = { userId };
    const rows = await kept.db.prisma.accountEvent.findMany(eventsNewestFirst.prisma(page, where));
    return eventsNewestFirst.connection(rows, page, { totalCount: () => kept.db.prisma.accountEvent.count({ where }) });
  }

  /** Who did it; null for who is not there any more. */
  actor = ({ actorId }: AccountEventRow): Promise<UserRow | null> | null =>
    actorId === null ? null : this.ctx.loaders.userById.load(actorId);
}
