import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { passwordChanged } from '../session/session.refusals';
import { userUpdated } from '../user/user.facts';
import { emailKeys } from './account-email';
import type { Register } from './account.input';
import { emailTaken, usernameTaken } from './account.refusals';

/** Makes an account and returns its id. The unique indexes decide who was first; the second waits for the first and then finds the row. */
export async function createAccount(
  { tx, now, tell, kept }: Step,
  { email, username, displayName, birthDate }: Omit<Register, 'password'>,
  passwordHash: string,
): Promise<string> {
  const [emailKey, ...formerKeys] = emailKeys(email) as [string, ...string[]];
  if (formerKeys.length > 0 && (await tx.user.count({ where: { emailKey: { in: formerKeys } } })) > 0) throw emailTaken();
  const [user] = await tx.user.createManyAndReturn({
    skipDuplicates: true,
    data: [
      {
        id: randomUUID(),
        email,
        emailKey,
        username,
        usernameKey: username.toLowerCase(),
        displayName,
        birthDate: birthDate ? new Date(birthDate) : null,
        passwordHash,
        passwordChangedAt: now,
        createdAt: now,
        updatedAt: now,
      },
    ],
  });
  if (!user) throw (await tx.user.count({ where: { emailKey } })) > 0 ? emailTaken() : usernameTaken();
  await tell(userUpdated(user, kept.files));
  return user.id;
}

/** Gives a person another password, if it is still the one that was checked: of two changes at the same time one happens. */
export async function setPassword(
  { tx, now }: Step,
  { id, passwordVersion }: Pick<UserRow, 'id' | 'passwordVersion'>,
  passwordHash: string,
): Promise<void> {
  const changed = await tx.user.updateMany({
    where: { id, passwordVersion },
    data: { passwordHash, passwordVersion: { increment: 1 }, passwordChangedAt: now, updatedAt: now },
  });
  if (changed.count === 0) throw passwordChanged();
}
