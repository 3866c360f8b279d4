import { notAllowed } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { AccountService } from '../account/account.service';
import type { FactorChannelService } from '../factor/factor-channels.service';
import type { FactorService } from '../factor/factor.service';
import { passwordChanged } from '../session/session.refusals';
import { isActive } from '../user/user.store';
import { authorizeApp } from './oauth-authorization.store';
import { one } from './oauth-client';
import { OAuthFault } from './oauth-fault';
import { backTo, isOneOf } from './oauth-redirect';
import { askedScopes } from './oauth-scopes';
import { hashOf, newCode, readUserCode } from './oauth-secret';
import type { AppTokenService } from './oauth-token.service';
import type { CodeRequest, DeviceRequest } from './oauth.types';

const CODE_MS = 60_000;
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const LONGEST_STATE = 2_000;

/** What a person is asked for an app, and what they say. */
export class AppConsentService {
  constructor(
    private readonly ctx: Context,
    private readonly tokens: AppTokenService,
    private readonly accounts: AccountService,
    private readonly factors: FactorService,
    private readonly channels: FactorChannelService,
  ) {}

  /** What an app asks for by sending a browser here. Where the app or the address is wrong, nobody is sent anywhere. */
  async codeRequest(query: URLSearchParams): Promise<CodeRequest> {
    const app = await this.tokens.app(one(query, 'client_id'));
    if (!app) throw new OAuthFault('invalid_client', 'There is no such app.');
    const redirectUri = one(query, 'redirect_uri');
    if (redirectUri === null || !isOneOf(app.redirectUris, redirectUri))
      throw new OAuthFault('invalid_request', 'The app wants to send you to an address that is not one of its own.');
    const back = { redirectUri, state: one(query, 'state') };
    const refuse = (code: OAuthFault['code'], message: string) => new OAuthFault(code, message, back);
    if ((back.state?.length ?? 0) > LONGEST_STATE) throw refuse('invalid_request', '`state` is too long.');
    if (one(query, 'response_type') !== 'code') throw refuse('unsupported_response_type', 'Only `response_type=code` is answered.');
    const challenge = one(query, 'code_challenge');
    if (one(query, 'code_challenge_method') !== 'S256' || challenge === null || !CHALLENGE.test(challenge))
      throw refuse('invalid_request', 'PKCE is missing: `code_challenge` by `code_challenge_method=S256`.');
    return { kind: 'code', app, scopes: askedScopes(one(query, 'scope'), app.scopes, back), ...back, challenge };
  }

  /** The device that shows this code; null when none does that waits. */
  async deviceRequest(typed: string | null): Promise<DeviceRequest | null> {
    const { db, clock } = this.ctx.kept;
    const userCode = readUserCode(typed ?? '');
    const where = { userCode, state: 'WAITING', expiresAt: { gt: clock.now() } } as const;
    const device = userCode ? await db.prisma.appDevice.findFirst({ where }) : null;
    const app = device && (await this.tokens.app(device.appId));
    return device && app ? { kind: 'device', app, scopes: device.scopes, userCode } : null;
  }

  /** Who they are: by name and password, or by the code that was asked for after them. Refuses as a sign-in does; opens no session. */
  identify(form: URLSearchParams): Promise<UserRow> {
    const challengeToken = one(form, 'challenge');
    if (challengeToken) return this.factors.pass(challengeToken, one(form, 'code') ?? '');
    return this.accounts.identify(one(form, 'username') ?? '', one(form, 'password') ?? '');
  }

  /** Sends a code to who has typed the password. */
  sendCode(challengeToken: string, method: 'SMS' | 'EMAIL'): Promise<Date> {
    return this.channels.send({ challengeToken, method, idempotencyKey: null });
  }

  /** Lets the app act. Returns where the browser goes, with a code that is good once, for a minute. */
  async allowCode({ app, scopes, redirectUri, state, challenge }: CodeRequest, user: UserRow, issuer: string): Promise<string> {
    const code = newCode();
    await this.allow(app, scopes, user, async (step, authorizationId) => {
      const expiresAt = new Date(step.now.getTime() + CODE_MS);
      const hash = hashOf(step.kept.secrets, code);
      await step.tx.appCode.create({ data: { hash, authorizationId, redirectUri, challenge, scopes, expiresAt } });
    });
    return backTo(redirectUri, { code, state, iss: issuer });
  }

  async allowDevice({ app, scopes, userCode }: DeviceRequest, user: UserRow): Promise<void> {
    await this.allow(app, scopes, user, async ({ tx, now }, authorizationId) => {
      const where = { userCode, appId: app.id, state: 'WAITING', expiresAt: { gt: now } } as const;
      const { count } = await tx.appDevice.updateMany({ where, data: { state: 'ALLOWED', authorizationId } });
      if (count === 0) throw notAllowed('Somebody has decided about this device already, or it has waited too long. Begin again there.');
    });
  }

  async denyDevice({ userCode }: DeviceRequest): Promise<void> {
    await this.ctx.kept.db.prisma.appDevice.updateMany({ where: { userCode, state: 'WAITING' }, data: { state: 'DENIED' } });
  }

  private async allow(
    app: CodeRequest['app'],
    scopes: string[],
    user: UserRow,
    then: (step: Step, authorizationId: string) => Promise<void>,
  ): Promise<void> {
    const work = async (step: Step): Promise<null> => {
      if (!(await isActive(step.tx, user.id)))
        throw notAllowed('This account cannot be used at the moment. Sign in to the app of the platform to see why.');
      const present = await step.tx.user.findUniqueOrThrow({ where: { id: user.id } });
      if (present.passwordVersion !== user.passwordVersion) throw passwordChanged();
      await then(step, await authorizeApp(step, { app, userId: user.id, scopes }));
      return null;
    };
    await this.ctx.change('authorizeApp', {}, work, { principal: user.id });
  }
}
