import { isId, Keyset, notFound, unauthenticated, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Tx } from '../../db';
import type { SignInWay, User as UserRow } from '../../generated/prisma/client';
import { nextSince, readSince } from './session-lifetimes';
import { deriveToken, hashToken, TOKEN_FORM } from './session-refresh-token';
import { rotateRefreshToken, type Rotation } from './session-rotation.store';
import type { EndAllSessions, EndSession, Logout, RefreshSession } from './session.input';
import { invalidRefreshToken, refreshTokenReused, sessionOver } from './session.refusals';
import { endSessions, openSession, refuseSuspended } from './session.store';
import type { EndedSessions, SessionView, SignedIn, SignedInAs } from './session.types';

const newestFirst = new Keyset('sessionsOfUser', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Sessions: opening, refreshing, listing and ending them. */
export class SessionService {
  constructor(private readonly ctx: Context) {}

  /**
   * Opens a session for a person, as they were read before their password was checked. With an idempotency key, a repeat returns the session it
   * opened first, while that lasts. `vouchedFor` refuses what does not vouch for them any more, under the lock of their row.
   */
  async open(
    user: UserRow,
    idempotencyKey: string | null | undefined,
    way: SignInWay = 'PASSWORD',
    vouchedFor?: (step: Step) => Promise<void>,
  ): Promise<SignedIn> {
    const work = async (step: Step) => {
      const opened = await openSession(step, user, this.ctx.caller, way);
      await vouchedFor?.(step);
      return opened;
    };
    const id = await this.ctx.change('login', { idempotencyKey }, work, { principal: user.id });
    if (idempotencyKey) await this.refuseEnded(id);
    return this.signedIn(id);
  }

  async refresh({ refreshToken }: RefreshSession): Promise<SignedIn> {
    if (!TOKEN_FORM.test(refreshToken)) throw invalidRefreshToken();
    // The token is its own idempotency key, and a repeat after the grace must end the session, whatever key it brings.
    const rotation = await this.ctx.change('refreshSession', {}, (step) => this.rotateToken(step, refreshToken), { principal: 'token' });
    if (rotation.outcome === 'rotated') return this.signedIn(rotation.sessionId, rotation.generation);
    throw rotation.outcome === 'reused' ? refreshTokenReused() : invalidRefreshToken();
  }

  /**
   * Ends the session of the request, or that of a refresh token. Returns its id: it is ended now, whether it was before or not. Nobody is
   * asked whether the account is active, because who is suspended may sign out, too.
   */
  async logout({ refreshToken }: Logout): Promise<string> {
    const id = refreshToken == null ? this.ctx.viewer.sessionId : await this.sessionOf(refreshToken);
    await this.ctx.change('logout', {}, (step) => endSessions(step, { id }, 'SIGNED_OUT'), { principal: `session:${id}` });
    return id;
  }

  async endOne(input: EndSession): Promise<string> {
    const mine = { id: input.sessionId, userId: this.ctx.viewer.id };
    if ((await this.ctx.kept.db.prisma.session.count({ where: mine })) === 0) throw notFound('This session');
    await this.ctx.change('endSession', input, (step) => endSessions(step, mine, 'ENDED_BY_OWNER'));
    return input.sessionId;
  }

  endAll(input: EndAllSessions): Promise<string[]> {
    const { id, sessionId } = this.ctx.viewer;
    const where = { userId: id, ...(input.keepCurrent ? { id: { not: sessionId } } : {}) };
    return this.ctx.change('endAllSessions', input, (step) => endSessions(step, where, 'ENDED_BY_OWNER'));
  }

  /** Live sessions of a person, the newest first. */
  async list({ user, sessionId }: SignedInAs, args: PageArguments): Promise<Connection<SessionView>> {
    const { db, clock } = this.ctx.kept;
    const page = newestFirst.page(args);
    const where = { userId: user.id, endedAt: null, expiresAt: { gt: clock.now() } };
    const rows = await db.prisma.session.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, {
      node: (row) => ({ ...row, current: row.id === sessionId }),
      totalCount: () => db.prisma.session.count({ where }),
    });
  }

  async current({ sessionId }: SignedInAs): Promise<SessionView> {
    return { ...(await this.ctx.kept.db.prisma.session.findUniqueOrThrow({ where: { id: sessionId } })), current: true };
  }

  /** When somebody last signed in to this account, on whichever device; null for nobody in 90 days. */
  async lastSignInAt(userId: string): Promise<Date | null> {
    const newest = await this.ctx.kept.db.prisma.session.findFirst({ where: { userId }, orderBy: { createdAt: 'desc' } });
    return newest?.createdAt ?? null;
  }

  /** Until when this session has shown all that the account asks for; null when it has to show it again. */
  async elevatedUntil({ sessionId }: SignedInAs): Promise<Date | null> {
    const { db, clock } = this.ctx.kept;
    const where = { id: sessionId, endedAt: null, elevatedUntil: { gt: clock.now() } };
    return (await db.prisma.session.findFirst({ where }))?.elevatedUntil ?? null;
  }

  /** Has the session that this request was sent with not ended? Its access token may outlive it by some minutes. */
  async isLive(tx: Pick<Tx, 'session'> = this.ctx.kept.db.prisma): Promise<boolean> {
    const { id, sessionId } = this.ctx.viewer;
    return (await tx.session.count({ where: { id: sessionId, userId: id, endedAt: null } })) > 0;
  }

  /**
   * For what must not be done with a token whose session has ended: passwords, roles, suspensions, verifications. Asked before, for repeats,
   * and again in the step that decides: a demotion or suspension that came meanwhile has ended the session.
   */
  async requireLive(tx?: Tx): Promise<void> {
    if (!(await this.isLive(tx))) throw unauthenticated('This session has ended. Sign in again.');
  }

  /** For gateways: sessions whose end came before that of their access tokens, the ones since an earlier list or all. */
  async ended(since: string | null | undefined): Promise<EndedSessions> {
    const { db, clock } = this.ctx.kept;
    const now = clock.now();
    const after = readSince(since);
    const rows = await db.prisma.endedSession.findMany({ where: { until: { gt: now }, ...(after ? { endedAt: { gte: after } } : {}) } });
    const sessions = rows.map(({ sessionId, until }) => ({ id: sessionId, tokensExpireInMs: until.getTime() - now.getTime() }));
    return { sessions, since: nextSince(now) };
  }

  /** For gateways that are not sure which sessions have ended: does this one last? The grant of a key of a program, or of an app, stands in its place. */
  async lasts(id: string): Promise<boolean> {
    const { db, clock } = this.ctx.kept;
    const open = { id, endedAt: null, expiresAt: { gt: clock.now() }, user: { suspendedAt: null } };
    if (!isId(id)) return false;
    if ((await db.prisma.session.count({ where: open })) > 0) return true;
    const good = { grantId: id, endedAt: null, expiresAt: { gt: clock.now() }, user: { suspendedAt: null, deactivatedAt: null } };
    if ((await db.prisma.apiKey.count({ where: good })) > 0) return true;
    const person = { suspendedAt: null, deactivatedAt: null };
    const ofApp = { accessId: id, endedAt: null, expiresAt: { gt: clock.now() }, user: person, app: { user: person } };
    return (await db.prisma.appGrant.count({ where: ofApp })) > 0;
  }

  /** Any token of its family will do: a spent one is no reason to leave the session open. */
  private async sessionOf(token: string): Promise<string> {
    const tokenHash = TOKEN_FORM.test(token) ? hashToken(token) : null;
    const known = tokenHash && (await this.ctx.kept.db.prisma.refreshToken.findUnique({ where: { tokenHash } }));
    if (!known) throw invalidRefreshToken();
    return known.sessionId;
  }

  /** A repeat meets the session as it is now: no tokens are made for one that has ended. */
  private async refuseEnded(id: string): Promise<void> {
    const { endedAt, user } = await this.ctx.kept.db.prisma.session.findUniqueOrThrow({ where: { id }, include: { user: true } });
    if (user.suspendedAt) throw await refuseSuspended(this.ctx.kept.db.prisma, user.id);
    if (endedAt) throw sessionOver();
  }

  private async rotateToken(step: Step, token: string): Promise<Rotation> {
    const rotation = await rotateRefreshToken(step, token);
    if (rotation.outcome === 'reused') {
      const { sessionId } = rotation;
      await endSessions(step, { id: sessionId }, 'TOKEN_REUSED');
      step.after(() => step.logger.warn({ sessionId }, 'a spent refresh token came back; its session was ended'));
    }
    return rotation;
  }

  /** What a client gets: new tokens for a session, with the refresh token of this generation, or of the present one. */
  private async signedIn(id: string, generation?: number): Promise<SignedIn> {
    const { kept, loaders } = this.ctx;
    const tokens = { where: { generation }, orderBy: { generation: 'desc' }, take: 1 } as const;
    const session = await kept.db.prisma.session.findUniqueOrThrow({ where: { id }, include: { tokens } });
    const [token] = session.tokens;
    // Read anew: the role may have changed since the last token.
    const user = (await loaders.userById.load(session.userId))!;
    // A person who has just proved who they are sees all of their own profile, although the request came from a visitor.
    loaders.viewerRelationByUserId.clear(user.id).prime(user.id, { userId: user.id, relation: 'SELF' });
    const refreshToken = deriveToken(kept.secrets.refreshTokens, session, token!.generation);
    const issued = { ...(await kept.accessTokens.issue(user, id)), refreshToken, refreshTokenExpiresAt: token!.expiresAt };
    return { session: issued, viewer: { user, sessionId: id } };
  }
}
