import { notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { SignedInAs } from '../session/session.types';
import { birthDatePlace } from './account-birth-date';
import type { SetBirthDate } from './account-birth-date.input';

/** A person's day of birth, which only they see. */
export class BirthDateService {
  constructor(private readonly ctx: Context) {}

  /** Those from before they were encrypted are in clear. */
  of({ id, sealedBirthDate, birthDate }: UserRow): string | null {
    if (sealedBirthDate === null) return birthDate && birthDate.toISOString().slice(0, 10);
    return this.ctx.kept.fields.open(birthDatePlace(id), sealedBirthDate);
  }

  async set(input: SetBirthDate): Promise<SignedInAs> {
    const { id, sessionId } = this.ctx.viewer;
    await this.ctx.change('setBirthDate', input, async ({ tx, now, kept }) => {
      const { count } = await tx.user.updateMany({
        where: { id, sealedBirthDate: null, birthDate: null },
        data: { sealedBirthDate: kept.fields.seal(birthDatePlace(id), input.birthDate), updatedAt: now },
      });
      if (count === 0) throw notAllowed('Your day of birth is known already.');
      return null;
    });
    return { user: (await this.ctx.loaders.userById.load(id))!, sessionId };
  }
}
