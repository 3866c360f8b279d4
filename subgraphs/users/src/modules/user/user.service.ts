import { discardFile, invalidInput, isId, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Visibility } from '@marquee/schema/topics';
import type { Context } from '../../context';
import type { Prisma, User as UserRow } from '../../generated/prisma/client';
import type { SessionService } from '../session/session.service';
import type { SignedInAs } from '../session/session.types';
import { avatarAddress } from './user-avatar';
import { maySee, type Relation } from './user-privacy';
import { usernameKey } from './user-username';
import type { UpdateProfile } from './user.input';
import { bestFirst, searchStatement, type Found } from './user-search.sql';
import { changeUsers } from './user.store';

/** Profiles: finding people, showing of them what they allow, and changing one's own. */
export class UserService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: Pick<SessionService, 'isLive' | 'lasts'>,
  ) {}

  /**
   * The signed-in person, or for whom a key of a program acts; null for a visitor and once the session, or the key, has ended, although its
   * token is still good for some minutes.
   */
  async me(): Promise<SignedInAs | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer || !(await (viewer.keyId ? this.sessions.lasts(viewer.sessionId) : this.sessions.isLive()))) return null;
    const user = await this.ctx.loaders.userById.load(viewer.id);
    return user && { user, sessionId: viewer.sessionId };
  }

  async byId(id: string): Promise<UserRow | null> {
    return isId(id) ? this.unlessHidden(await this.ctx.loaders.userById.load(id)) : null;
  }

  async require(id: string): Promise<UserRow> {
    const user = await this.byId(id);
    if (!user) throw notFound('This person');
    return user;
  }

  async byUsername(username: string): Promise<UserRow | null> {
    const key = usernameKey(username);
    const user = key === null ? null : await this.ctx.kept.db.prisma.user.findUnique({ where: { usernameKey: key } });
    if (user) this.ctx.loaders.userById.prime(user.id, user);
    return this.unlessHidden(user);
  }

  /**
   * A person that another part of the graph refers to: an author, an attendee; the one place that decides for all of these whether there is
   * anybody. Null for suspended people, and those who were erased. What is always public of them can be read also across a block, so that a
   * message they wrote has a name; everything else is gated field by field.
   */
  async byReference(id: string): Promise<UserRow | null> {
    return isId(id) ? this.unlessSuspended(await this.ctx.loaders.userById.load(id)) : null;
  }

  async search(query: string, args: PageArguments): Promise<Connection<UserRow>> {
    const page = bestFirst.page(args);
    const found = await this.ctx.kept.db.query<Found>(searchStatement(query, this.ctx.viewer.id, page));
    const users = await this.ctx.loaders.userById.loadMany(found.map((row) => row.id));
    const rows = found.flatMap((row, at) => (isRow(users[at]!) ? [{ ...row, user: users[at] }] : []));
    return bestFirst.connection(rows, page, { node: ({ user }) => user });
  }

  avatarUrl = (user: UserRow) => avatarAddress(user, this.ctx.kept.files);
  bio = (user: UserRow) => this.shown(user, user.bioVisibility, user.bio);
  interests = (user: UserRow) => this.shown(user, user.interestsVisibility, user.interests);
  traits = (user: UserRow) => this.shown(user, user.interestsVisibility, user.traits);
  location = (user: UserRow) =>
    this.shown(
      user,
      user.locationVisibility,
      user.latitude === null || user.longitude === null ? null : { latitude: user.latitude, longitude: user.longitude },
    );

  studyFocus = (user: UserRow) => this.shown(user, user.interestsVisibility, user.studyFocus);
  city = (user: UserRow) => this.shown(user, user.locationVisibility, user.city);

  async updateProfile(input: UpdateProfile): Promise<UserRow> {
    const { id } = this.ctx.viewer;
    await this.ctx.change('updateProfile', input, async (step) => {
      const { displayName, avatarKey } = await step.tx.user.findUniqueOrThrow({ where: { id } });
      // What was checked was this name.
      const renamed = input.displayName != null && input.displayName !== displayName;
      const picture = this.pictureOf(input, avatarKey);
      await changeUsers(step, { id }, { ...columnsOf(input), ...picture, ...(renamed ? { verified: false } : {}) });
      if (picture && avatarKey) await discardFile(step, avatarKey);
    });
    return this.require(id);
  }

  /** An address on the web takes the place of an uploaded picture; a client that sends back the address it has read changes nothing. */
  private pictureOf({ avatarUrl }: UpdateProfile, avatarKey: string | null): { avatarUrl: string | null; avatarKey: null } | null {
    const { files } = this.ctx.kept;
    if (avatarUrl === undefined || (avatarKey !== null && avatarUrl === files.publicUrl(avatarKey))) return null;
    // It goes when its person replaces it.
    if (avatarUrl !== null && files.isPublicUrl(avatarUrl))
      throw invalidInput('avatarUrl', 'must not be the address of a file here: upload the picture by requestAvatarUpload');
    return { avatarUrl, avatarKey: null };
  }

  /** The one gate of all private parts of a profile. */
  private async shown<T>(user: UserRow, setting: Visibility, value: T): Promise<T | null> {
    return maySee(setting, await this.relationTo(user.id)) ? value : null;
  }

  /** Suspended people, and people between whom there is a block, are not found. */
  private async unlessHidden(user: UserRow | null): Promise<UserRow | null> {
    const shown = this.unlessSuspended(user);
    if (!shown || this.moderates) return shown;
    return (await this.relationTo(shown.id)) === 'BLOCKED' ? null : shown;
  }

  /** Who is suspended, or about to be erased, is shown to themselves and to those who moderate. */
  private unlessSuspended(user: UserRow | null): UserRow | null {
    const isShown = user && !user.suspendedAt && !user.deactivatedAt;
    return user && (isShown || user.id === this.ctx.viewerId || this.moderates) ? user : null;
  }

  private get moderates(): boolean {
    return ['moderator', 'admin'].includes(this.ctx.caller.viewer?.role ?? '');
  }

  private async relationTo(userId: string): Promise<Relation> {
    const found = await this.ctx.loaders.viewerRelationByUserId.load(userId);
    return found?.relation ?? 'STRANGER';
  }
}

const isRow = (value: UserRow | Error | null): value is UserRow => value !== null && !(value instanceof Error);

function columnsOf(input: UpdateProfile): Prisma.UserUpdateManyMutationInput {
  const { location, city, privacy, interests, traits, bio, avatarUrl: _picture, idempotencyKey: _key, ...rest } = input;
  return {
    ...rest,
    ...(bio === undefined ? {} : { bio: bio || null }),
    ...(interests === undefined ? {} : { interests: interests ?? [] }),
    ...(traits === undefined ? {} : { traits: traits ?? [] }),
    ...(location === undefined ? {} : { latitude: location?.latitude ?? null, longitude: location?.longitude ?? null }),
    ...(city === undefined ? {} : { city }),
    bioVisibility: privacy?.bio,
    locationVisibility: privacy?.location,
    interestsVisibility: privacy?.interests,
    friendsVisibility: privacy?.friends,
    attendanceVisibility: privacy?.attendance,
    suggestible: privacy?.suggestible,
    ranked: privacy?.ranked,
    findableByPhone: privacy?.findableByPhone,
  };
}
