import { randomBytes, randomUUID } from 'node:crypto';
import { forgetAnswersOf, forgetExportsOf, forgetFilesOf } from '@marquee/platform';
import type { Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import type { User as UserRow } from '../../generated/prisma/client';
import { emailKeys } from '../address/address-email';
import { endApiKeys } from '../api-key/api-key.store';
import { endAppsOf } from '../oauth/oauth-authorization.store';
import { addressKeys, addressOf, nameOfAddress, pendingAddressOf } from '../address/address-sealed';
import { organizationChanged } from '../organization/organization.facts';
import { forgetNewsOf } from '../webhook-news/webhook-news.store';
import { lockUser } from '../user/user.store';

/**
 * Was this person erased? What is told late of them must not be kept. The lock makes an erasure that comes at the same time wait until what
 * follows is done, and then remove it, too.
 */
export async function isAnyErased({ tx }: Pick<Step, 'tx'>, userIds: readonly string[]): Promise<boolean> {
  const ids = [...userIds].sort();
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR KEY SHARE`;
  return (await tx.erasure.count({ where: { userId: { in: ids }, erasedAt: { not: null } } })) > 0;
}

/**
 * Erases all that users keeps of a person: the row of the account takes with it what hangs on it (prisma/schema.prisma, onDelete: Cascade),
 * and the rest is named here. The row of the erasure stays, because no late fact may bring anything back. Doing it again changes nothing.
 */
export async function erasePerson(step: Step, userId: string): Promise<void> {
  const { tx, now } = step;
  const user = await lockUser(step, userId);
  await bury(step, userId);
  if (user) {
    // Gateways forget them at once; an operator's fact alone has deactivated nothing before.
    await endApiKeys(step, { userId }, 'DEACTIVATED');
    await endAppsOf(step, userId, 'DEACTIVATED');
    // What was done in an organisation stays its own, without who did it.
    await tx.organizationAct.updateMany({ where: { actorId: userId }, data: { actorId: null } });
    await leaveOrganizations(step, userId);
    await forgetAddresses(step, user);
    // A file goes with the next turn of its job, however the store is.
    await tx.user.delete({ where: { id: userId } });
  }
  await forgetFilesOf(step, userId);
  await forgetExportsOf(step, userId);
  await tx.announcement.updateMany({ where: { createdById: userId }, data: { createdById: null } });
  // What others were told of their doing calls them by name.
  await tx.notification.deleteMany({ where: { actorId: userId } });
  await forgetNewsOf(step, userId);
  await tx.loginAttempt.deleteMany({ where: { account: { in: [userId, `factor:${userId}`] } } });
  await tx.connectionCopy.deleteMany({ where: { OR: [{ lowId: userId }, { highId: userId }] } });
  await tx.attendanceCopy.deleteMany({ where: { userId } });
  await tx.reviewCopy.deleteMany({ where: { authorId: userId } });
  await tx.curationCopy.deleteMany({ where: { creatorId: userId } });
  await tx.caseCopy.deleteMany({ where: { authorId: userId } });
  await tx.flagCopy.deleteMany({ where: { creatorId: userId } });
  await tx.invitationCopy.deleteMany({ where: { userId } });
  await tx.roomReading.deleteMany({ where: { userId } });
  await tx.orderCopy.deleteMany({ where: { userId } });
  await forgetAnswersOf({ tx }, userId);
  // Others have taken in what was told of the person; that it was told has their name and where they live, as has a report of their profile.
  await tx.outboxRow.deleteMany({ where: { topic: { in: ['user.updated', 'report.evidence'] }, key: userId, publishedAt: { not: null } } });
  await tx.erasure.updateMany({ where: { userId, erasedAt: null, state: { in: ['ERASING', 'DONE'] } }, data: { erasedAt: now } });
}

/** A person can be erased by an operator's fact alone: then this is all that is left of them. */
async function bury({ tx, now }: Step, userId: string): Promise<void> {
  const open = await tx.erasure.updateMany({ where: { userId, state: 'CONFIRMED' }, data: { state: 'ERASING', toldAt: now } });
  const known = open.count + (await tx.erasure.count({ where: { userId, state: { in: ['ERASING', 'DONE'] } } }));
  if (known > 0) return;
  const row = { id: randomUUID(), userId, state: 'DONE' as const, tokenHash: new Uint8Array(randomBytes(32)), standing: '' };
  await tx.erasure.createMany({
    data: [{ ...row, requestedAt: now, confirmBy: now, erasedFrom: now, toldAt: now, erasedAt: now, endedAt: now }],
    skipDuplicates: true,
  });
}

async function forgetAddresses({ tx, kept: { fields } }: Step, user: UserRow): Promise<void> {
  const { id } = user;
  const pending = pendingAddressOf(fields, user);
  const addresses = [addressOf(fields, user), ...(pending === null ? [] : [pending])];
  await tx.passwordRequest.deleteMany({ where: { emailKey: { in: addresses.flatMap((one) => addressKeys(fields, one)) } } });
  const invited = { OR: [{ emailKey: { in: addresses.flatMap((one) => addressKeys(fields, one)) } }, { invitedById: id }] };
  const mailed = await tx.organizationMailInvitation.findMany({ where: invited, select: { mailedId: true } });
  await tx.mail.deleteMany({ where: { tokenId: { in: mailed.map(({ mailedId }) => mailedId) }, dueAt: { not: null } } });
  await tx.organizationMailInvitation.deleteMany({ where: invited });
  const links = await tx.linkedAccount.findMany({ where: { userId: id } });
  const elsewhere = links.map(({ provider, subject }) => `identity:${provider}:${subject}`);
  const principals = [
    ...elsewhere,
    ...addresses.flatMap((one) => [...emailKeys(one).map((key) => `email:${key}`), nameOfAddress(fields, one)]),
  ];
  await tx.idempotencyKey.deleteMany({ where: { principal: { in: principals } } });
}

/** An organisation of nobody has no name: it may have been the person's. Who made one is forgotten. */
async function leaveOrganizations(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  await tx.organization.updateMany({ where: { createdById: userId }, data: { createdById: null } });
  const alone = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.organization_id AS id FROM organization_members m
    WHERE m.user_id = ${userId}::uuid AND m.role IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM organization_members o WHERE o.organization_id = m.organization_id AND o.user_id <> m.user_id AND o.role IS NOT NULL)`;
  for (const { id } of alone) {
    const closed = { name: 'Closed organisation', slug: `closed-${id}`, websiteUrl: null, verified: false };
    const organization = await tx.organization.update({
      where: { id },
      data: { ...closed, taken: Prisma.DbNull, version: { increment: 1 } },
    });
    await tx.outboxRow.deleteMany({ where: { topic: 'organization.changed', key: id, publishedAt: { not: null } } });
    await step.tell(organizationChanged(organization));
  }
}
