import { appendAll, createLogger, FILLING, inBulk, type FieldCipher } from '@marquee/platform';
import { openDatabase, type Database, type Tx } from '../src/db';
import { Passwords } from '../src/modules/account/account-passwords.kept';
import { sealedAddress } from '../src/modules/address/address-sealed';
import { organizationChanged, organizationMemberChanged } from '../src/modules/organization/organization.facts';
import { userUpdated } from '../src/modules/user/user.facts';
import type { Role } from '../src/modules/user/user-roles';

type Visibility = 'PUBLIC' | 'FRIENDS' | 'PRIVATE';

/** A person of the demo world. Ids are the caller's, so that the other subgraphs can be seeded with the same ones. */
export interface SeedPerson {
  id: string;
  email: string;
  username: string;
  displayName: string;
  avatarUrl?: string | null;
  bio?: string | null;
  interests?: string[];
  traits?: string[];
  location?: { latitude: number; longitude: number } | null;
  /** 0 to 10. */
  activityLevel?: number;
  role?: Role;
  verified?: boolean;
  /** One of the documented sign-ins: gets the demo password, and is refused in production. All others have no password at all. */
  demo?: boolean;
  /** Absent settings are PRIVATE, and `suggestible` is true, as for everybody who registers. */
  privacy?: {
    bio?: Visibility;
    location?: Visibility;
    interests?: Visibility;
    friends?: Visibility;
    attendance?: Visibility;
    suggestible?: boolean;
  };
  createdAt: Date;
}

export interface SeedOrganization {
  id: string;
  name: string;
  /** Unique; `slugOf` of src/modules/organization/organization-slug.ts makes one from a name. */
  slug: string;
  websiteUrl?: string | null;
  verified?: boolean;
  createdAt: Date;
  members: { userId: string; role: 'OWNER' | 'MANAGER' | 'STAFF' }[];
}

export interface SeedInput {
  people: readonly SeedPerson[];
  organizations?: readonly SeedOrganization[];
  /** The one password of the demo sign-ins. */
  demoPassword: string;
  /** Encrypts their addresses, as the installation does. */
  fields: Pick<FieldCipher, 'seal' | 'index'>;
}

/**
 * Puts the people of the demo world into the database and tells the other subgraphs of them. Who is there already stays as they are, so
 * that a second run changes nothing. Points and reputation are not seeded: they follow from the facts of the other subgraphs.
 */
export async function seed(db: Database, { people, organizations = [], demoPassword, fields }: SeedInput): Promise<{ created: number }> {
  const known = await db.prisma.user.findMany({ where: { id: { in: people.map(({ id }) => id) } }, select: { id: true } });
  const knownIds = new Set(known.map(({ id }) => id));
  const missing = people.filter(({ id }) => !knownIds.has(id));
  const passwordHash = missing.some(({ demo }) => demo) ? await new Passwords(1).hash(demoPassword) : null;
  return db.transaction(async (tx) => {
    const created = await tx.user.createManyAndReturn({
      data: missing.map((person) => userRow(person, passwordHash, fields)),
      skipDuplicates: true,
    });
    const facts = created.map((user) => ({ ...userUpdated(user, NO_FILES), headers: { correlationId: 'seed' } }));
    await appendAll(tx, inBulk(facts));
    await seedOrganizations(tx, organizations);
    return { created: created.length };
  }, FILLING);
}

/** Pictures of people who are put in are addresses on the web. */
const NO_FILES = {
  publicUrl(key: string): never {
    throw new Error(`Nobody who is put in has the file ${key}.`);
  },
};

/** The same by the address of the database: opens a connection, seeds, closes it. */
export async function seedAt(url: string, input: SeedInput): Promise<{ created: number }> {
  const db = openDatabase(url, createLogger('users-seed', 'warn'));
  try {
    return await seed(db, input);
  } finally {
    await db.close();
  }
}

function userRow(person: SeedPerson, passwordHash: string | null, fields: SeedInput['fields']) {
  const { privacy = {}, location, createdAt } = person;
  return {
    id: person.id,
    ...sealedAddress(fields, person.id, person.email),
    emailVerifiedAt: createdAt,
    username: person.username,
    usernameKey: person.username.toLowerCase(),
    displayName: person.displayName,
    avatarUrl: person.avatarUrl ?? null,
    bio: person.bio ?? null,
    interests: person.interests ?? [],
    traits: person.traits ?? [],
    latitude: location?.latitude ?? null,
    longitude: location?.longitude ?? null,
    activityLevel: person.activityLevel ?? 0,
    role: person.role ?? ('user' as const),
    verified: person.verified ?? false,
    demo: person.demo ?? false,
    passwordHash: person.demo ? passwordHash : null,
    passwordChangedAt: person.demo ? createdAt : null,
    bioVisibility: privacy.bio,
    locationVisibility: privacy.location,
    interestsVisibility: privacy.interests,
    friendsVisibility: privacy.friends,
    attendanceVisibility: privacy.attendance,
    suggestible: privacy.suggestible,
    createdAt,
    updatedAt: createdAt,
  };
}

async function seedOrganizations(tx: Tx, organizations: readonly SeedOrganization[]): Promise<void> {
  const made = await tx.organization.createManyAndReturn({
    data: organizations.map(({ members: _members, ...organization }) => organization),
    skipDuplicates: true,
  });
  const members = await tx.organizationMember.createManyAndReturn({
    data: organizations.flatMap(({ id, createdAt, members }) =>
      members.map((member) => ({ ...member, organizationId: id, joinedAt: createdAt })),
    ),
    skipDuplicates: true,
  });
  const told = [...made.map(organizationChanged), ...members.map(organizationMemberChanged)];
  const facts = told.map((fact) => ({ ...fact, headers: { correlationId: 'seed' } }));
  await appendAll(tx, inBulk(facts));
}
