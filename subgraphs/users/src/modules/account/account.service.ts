import { randomUUID } from 'node:crypto';
import { keyReused, notAllowed, once, parseInput, Refusal, type Bus, type Caller, type Clock } from '@marquee/platform';
import type { Database, Tx } from '../../db';
import type { Settings } from '../../env';
import type { User as UserRow } from '../../generated/prisma/client';
import { viewerOf } from '../../viewer';
import { requireLiveSession } from '../session/session.live';
import { announceEnd } from '../session/session.revocation';
import type { SessionService, SignedIn } from '../session/session.service';
import { tellUserUpdated } from '../user/user.facts';
import { usernameKey } from '../user/user.username';
import type { Credentials } from './account.credentials';
import { emailKey } from './account.email';
import { changePasswordInput, loginInput, registerInput, type Registration } from './account.input';
import type { Passwords } from './account.passwords';

export interface AccountServiceParts {
  db: Database;
  bus: Bus;
  clock: Clock;
  settings: Settings;
  caller: Caller;
  passwords: Passwords;
  credentials: Credentials;
  sessions: SessionService;
}

/** Making an account, and the password that opens it. */
export class AccountService {
  constructor(private readonly parts: AccountServiceParts) {}

  async register(raw: unknown): Promise<SignedIn> {
    const { db, clock, settings, passwords, sessions } = this.parts;
    const input = parseInput(registerInput(clock, settings.MAXIMUM_AGE), raw);
    const passwordHash = await passwords.hash(input.password);
    const { password: _password, idempotencyKey, ...args } = input;
    const id = await db.transaction((tx) =>
      once(tx, { principal: `email:${input.email.toLowerCase()}`, operation: 'register', key: idempotencyKey, args }, () =>
        this.create(tx, input, passwordHash),
      ),
    );
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id } });
    // A repeat with the same key met the account of the first request: it opens to the same password only.
    if (user.passwordHash !== passwordHash && !(await passwords.verify(user.passwordHash, input.password))) throw keyReused();
    return sessions.open(user, null);
  }

  async login(raw: unknown): Promise<SignedIn> {
    const { emailOrUsername, password, idempotencyKey } = parseInput(loginInput, raw);
    const found = await this.byName(emailOrUsername);
    const user = await this.parts.credentials.check(found, emailOrUsername, password);
    await this.strengthen(user, password);
    return this.parts.sessions.open(user, idempotencyKey ?? null);
  }

  /** Answers how many other sessions it ended. */
  async changePassword(raw: unknown): Promise<number> {
    const { db, bus, clock, caller, credentials, passwords } = this.parts;
    const { currentPassword, newPassword } = parseInput(changePasswordInput, raw);
    const viewer = viewerOf(caller);
    await requireLiveSession(db.prisma, viewer);
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id: viewer.id } });
    if (user.demo) throw notAllowed('The demo accounts keep their password, because everybody uses them.');
    await credentials.check(user, user.email, currentPassword);
    const passwordHash = await passwords.hash(newPassword);
    return db.transaction(async (tx, after) => {
      const now = clock.now();
      await tx.user.update({ where: { id: viewer.id }, data: { passwordHash, passwordChangedAt: now, updatedAt: now } });
      const ended = await tx.session.updateManyAndReturn({
        where: { userId: viewer.id, endedAt: null, id: { not: viewer.sessionId } },
        data: { endedAt: now, endReason: 'PASSWORD_CHANGED' },
        select: { id: true },
      });
      for (const { id } of ended) after(() => announceEnd(bus, { sessionId: id }));
      return ended.length;
    });
  }

  /** The unique indexes decide who was first; the second waits for the first and then finds the row. */
  private async create(tx: Tx, input: Registration, passwordHash: string): Promise<string> {
    const now = this.parts.clock.now();
    const created = await tx.user.createManyAndReturn({
      skipDuplicates: true,
      data: [
        {
          id: randomUUID(),
          email: input.email,
          emailKey: input.email.toLowerCase(),
          username: input.username,
          usernameKey: input.username.toLowerCase(),
          displayName: input.displayName,
          birthDate: input.birthDate ? new Date(input.birthDate) : null,
          passwordHash,
          passwordChangedAt: now,
          createdAt: now,
          updatedAt: now,
        },
      ],
    });
    const user = created[0];
    if (!user) throw await this.taken(tx, input);
    await tellUserUpdated(tx, created, this.parts.caller.correlationId);
    return user.id;
  }

  private async taken(tx: Tx, input: Registration): Promise<Refusal> {
    const sameAddress = await tx.user.count({ where: { emailKey: input.email.toLowerCase() } });
    return sameAddress > 0
      ? new Refusal('EmailTaken', 'CONFLICT', 'An account with this e-mail address exists. Sign in instead.', { field: 'email' })
      : new Refusal('UsernameTaken', 'CONFLICT', 'Somebody else has this username. Choose another.', { field: 'username' });
  }

  private async byName(name: string): Promise<UserRow | null> {
    // A username holds no @, so one name never means two accounts.
    const [address, username] = [emailKey(name), usernameKey(name)];
    const where = address ? { emailKey: address } : username ? { usernameKey: username } : null;
    const user = where && (await this.parts.db.prisma.user.findUnique({ where }));
    return user && !this.isRefused(user) ? user : null;
  }

  /** The demo world's passwords are public. */
  private isRefused = (user: UserRow): boolean => user.demo && this.parts.settings.NODE_ENV === 'production';

  private async strengthen(user: UserRow, password: string): Promise<void> {
    const { db, passwords } = this.parts;
    if (!user.passwordHash || !passwords.isOutdated(user.passwordHash)) return;
    const passwordHash = await passwords.hash(password);
    // Only if it is still the password that was checked: a change in between must not be undone.
    await db.prisma.user.updateMany({ where: { id: user.id, passwordHash: user.passwordHash }, data: { passwordHash } });
  }
}
