import {
  isId,
  once,
  parseInput,
  parsePage,
  toConnection,
  unauthenticated,
  type Caller,
  type Clock,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import type { Visibility } from '@marquee/schema/topics';
import type { Database } from '../../db';
import type { Prisma, User as UserRow } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { viewerOf, type SignedInAs } from '../../viewer';
import { isLive } from '../session/session.live';
import { tellUserUpdated } from './user.facts';
import { searchText, updateProfileInput, type ProfileChange } from './user.input';
import { maySee, type Relation } from './user.privacy';
import { searchStatement } from './user.search';
import { usernameKey } from './user.username';

export interface UserServiceParts {
  db: Database;
  clock: Clock;
  loaders: Loaders;
  caller: Caller;
}

/** Profiles: finding people, showing of them what they allow, and changing one's own. */
export class UserService {
  constructor(private readonly parts: UserServiceParts) {}

  /** The signed-in person; null for a visitor and once the session has ended, although its token is still good for some minutes. */
  async me(): Promise<SignedInAs | null> {
    const { viewer } = this.parts.caller;
    if (!viewer || !(await isLive(this.parts.db.prisma, viewer))) return null;
    const user = await this.parts.loaders.userById.load(viewer.id);
    return user && { user, sessionId: viewer.sessionId };
  }

  async byId(id: string): Promise<UserRow | null> {
    return isId(id) ? this.unlessHidden(await this.parts.loaders.userById.load(id.toLowerCase())) : null;
  }

  async byUsername(username: string): Promise<UserRow | null> {
    const key = usernameKey(username);
    const user = key === null ? null : await this.parts.db.prisma.user.findUnique({ where: { usernameKey: key } });
    if (user) this.parts.loaders.userById.prime(user.id, user);
    return this.unlessHidden(user);
  }

  /**
   * A person that another part of the graph refers to: an author, an attendee. What is always public of them can be read whatever
   * stands between the two, so that a message they wrote has a name; everything else is gated field by field.
   */
  async byReference(id: string): Promise<UserRow | null> {
    return isId(id) ? this.parts.loaders.userById.load(id.toLowerCase()) : null;
  }

  async search(text: string, page: PageArguments): Promise<Connection<UserRow>> {
    const { query } = parseInput(searchText, { query: text });
    const bounds = parsePage(page, { list: 'users', keyLength: 1 });
    const viewer = viewerOf(this.parts.caller);
    const found = await this.parts.db.query<{ id: string }>(searchStatement(query, viewer.id, bounds));
    const users = await this.parts.loaders.userById.loadMany(found.map((row) => row.id));
    return toConnection(users.filter(isRow), bounds, (user) => [user.usernameKey]);
  }

  bio = (user: UserRow) => this.shown(user, user.bioVisibility, user.bio);
  interests = (user: UserRow) => this.shown(user, user.interestsVisibility, user.interests);
  traits = (user: UserRow) => this.shown(user, user.interestsVisibility, user.traits);
  location = (user: UserRow) =>
    this.shown(
      user,
      user.locationVisibility,
      user.latitude === null || user.longitude === null ? null : { latitude: user.latitude, longitude: user.longitude },
    );

  async updateProfile(raw: unknown): Promise<UserRow> {
    const { idempotencyKey, ...change } = parseInput(updateProfileInput, raw);
    const { db, clock, caller } = this.parts;
    const viewer = viewerOf(caller);
    await db.transaction((tx) =>
      once(tx, { principal: viewer.id, operation: 'updateProfile', key: idempotencyKey, args: change }, async () => {
        const changed = await tx.user.updateManyAndReturn({
          where: { id: viewer.id },
          data: { ...columns(change), version: { increment: 1 }, updatedAt: clock.now() },
        });
        await tellUserUpdated(tx, changed, caller.correlationId);
        return viewer.id;
      }),
    );
    const user = await db.prisma.user.findUnique({ where: { id: viewer.id } });
    if (!user) throw unauthenticated('This account does not exist any more.');
    return user;
  }

  /** The one gate of all private parts of a profile. */
  private async shown<T>(user: UserRow, setting: Visibility, value: T): Promise<T | null> {
    return maySee(setting, await this.relationTo(user.id)) ? value : null;
  }

  /** Suspended people, and people between whom there is a block, are not found. */
  private async unlessHidden(user: UserRow | null): Promise<UserRow | null> {
    if (!user) return null;
    const relation = await this.relationTo(user.id);
    if (relation === 'SELF') return user;
    const moderates = ['moderator', 'admin'].includes(this.parts.caller.viewer?.role ?? '');
    return moderates || (!user.suspendedAt && relation !== 'BLOCKED') ? user : null;
  }

  private async relationTo(userId: string): Promise<Relation> {
    const found = await this.parts.loaders.viewerRelationByUserId.load(userId);
    return found?.relation ?? 'STRANGER';
  }
}

const isRow = (value: UserRow | Error | null): value is UserRow => value !== null && !(value instanceof Error);

function columns(change: ProfileChange): Prisma.UserUpdateManyMutationInput {
  const { location, privacy = {}, interests, traits, bio, ...rest } = change;
  return {
    ...rest,
    ...(bio === undefined ? {} : { bio: bio || null }),
    ...(interests === undefined ? {} : { interests: interests ?? [] }),
    ...(traits === undefined ? {} : { traits: traits ?? [] }),
    ...(location === undefined ? {} : { latitude: location?.latitude ?? null, longitude: location?.longitude ?? null }),
    bioVisibility: privacy.bio,
    locationVisibility: privacy.location,
    interestsVisibility: privacy.interests,
    friendsVisibility: privacy.friends,
    attendanceVisibility: privacy.attendance,
    suggestible: privacy.suggestible,
  };
}
