import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { written } from '../mail/mail-letter';
import { endTokens } from '../mail/mail-token.store';
import { recordAccountEvent } from '../history/history.store';
import { queueMail } from '../mail/mail.store';
import { noteNewcomer } from '../risk/risk.store';
import { securityAlert } from '../notification/notification-security-content';
import { postNotification } from '../notification/notification.store';
import { passwordChanged } from '../session/session.refusals';
import { userUpdated } from '../user/user.facts';
import { lockAddress, refuseTaken, welcomeAddress } from './account-address.store';
import { birthDatePlace } from './account-birth-date';
import { lettersIn } from './account-letters';
import { addressKeys, addressOf, sealedAddress } from '../address/address-sealed';
import { refuseFormerName } from './account-username.store';
import type { Register } from './account.input';
import { usernameTaken } from './account.refusals';

/**
 * Makes an account and returns its id. The unique index of usernames decides who was first; the second waits for the first. An address may
 * be given by several, as long as none of them has shown that it is theirs. `isVerified`: it was shown already, by who vouches for the person.
 */
export async function createAccount(
  step: Step,
  {
    email,
    username,
    displayName,
    birthDate,
    isVerified = false,
    network,
  }: Omit<Register, 'password' | 'idempotencyKey'> & { isVerified?: boolean; network: string },
  passwordHash: string | null,
): Promise<string> {
  const { tx, now, tell, kept } = step;
  // As where a link is followed: of two who show one address at the same time the second sees the first.
  if (isVerified) await lockAddress(step, email);
  await refuseTaken(step, email);
  const id = randomUUID();
  const [user] = await tx.user.createManyAndReturn({
    skipDuplicates: true,
    data: [
      {
        id,
        ...sealedAddress(kept.fields, id, email),
        username,
        usernameKey: username.toLowerCase(),
        displayName,
        sealedBirthDate: kept.fields.sealOptional(birthDatePlace(id), birthDate ?? null),
        emailVerifiedAt: isVerified ? now : null,
        passwordHash,
        passwordChangedAt: passwordHash === null ? null : now,
        createdAt: now,
        updatedAt: now,
      },
    ],
  });
  if (!user) throw usernameTaken();
  // After the insert, which waits for who is giving the name up.
  await refuseFormerName(step, user.usernameKey, user.id);
  await tell(userUpdated(user, kept.files));
  await noteNewcomer(step, { id, email, username, network });
  await recordAccountEvent(step, { userId: user.id, kind: 'REGISTERED', actorId: user.id });
  if (isVerified) await recordAccountEvent(step, { userId: user.id, kind: 'EMAIL_VERIFIED', actorId: user.id });
  else await welcomeAddress(step, user, email);
  return user.id;
}

/**
 * Gives a person another password, if it is still the one that was checked: of two changes at the same time one happens. Links that are under
 * way end, and with them another address that was asked for by the former password: it may have been somebody else who knew it. The person is
 * told in the app, and by mail where the address is theirs.
 */
export async function setPassword(
  step: Step,
  user: UserRow,
  passwordHash: string,
  kind: 'PASSWORD_CHANGED' | 'PASSWORD_RESET',
): Promise<void> {
  const { tx, now, kept } = step;
  const { id, passwordVersion, username } = user;
  const email = addressOf(kept.fields, user);
  const changed = await tx.user.updateMany({
    where: { id, passwordVersion },
    data: {
      ...{ passwordHash, passwordVersion: { increment: 1 }, passwordChangedAt: now, updatedAt: now },
      ...{ pendingEmail: null, pendingEmailKey: null },
    },
  });
  if (changed.count === 0) throw passwordChanged();
  await recordAccountEvent(step, { userId: id, kind, actorId: id });
  await endTokens(step, { userId: id, NOT: { purpose: 'VERIFY_ADDRESS', emailKey: { in: addressKeys(kept.fields, email) } } });
  await postNotification(step, [id], { ...securityAlert({ what: 'PASSWORD_CHANGED' }, now), isMailedApart: true });
  if (user.emailVerifiedAt === null) return;
  await queueMail(step, {
    ...written(lettersIn(user.language).passwordChanged(username)),
    kind: 'password-changed',
    to: email,
    userId: id,
  });
}
