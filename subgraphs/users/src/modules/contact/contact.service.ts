import { notAllowed } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { UserService } from '../user/user.service';
import { dayOf, numbersADay } from './contact-limits';
import type { FindContacts } from './contact.input';
import { tooManyNumbers } from './contact.refusals';
import { isLimited } from '../risk/risk.store';
import { findByNumbers, spendNumbers } from './contact.store';

export interface FoundContacts {
  people: UserRow[];
  remainingCount: number;
}

/** Who of somebody's contacts is here. */
export class ContactService {
  constructor(
    private readonly ctx: Context,
    private readonly users: UserService,
  ) {}

  async find({ numbers, idempotencyKey }: FindContacts): Promise<FoundContacts> {
    const viewerId = this.ctx.viewer.id;
    const asked = [...new Set(numbers)];
    // The key stands for no numbers: a quick hash of them must not lie in the database. What it found is kept, so that it finds no more the next time.
    const { ids, remainingCount } = await this.ctx.change('findContacts', { idempotencyKey }, async (step) => {
      const viewer = await step.tx.user.findUniqueOrThrow({ where: { id: viewerId }, include: { phone: { select: { userId: true } } } });
      if (!viewer.findableByPhone || !viewer.phone)
        throw notAllowed('Who looks for others by phone shows their own phone first, and wants to be found by it.');
      const most = numbersADay({ ...viewer, isLimited: await isLimited(step, viewerId) }, step.now);
      const spent = await spendNumbers(step, viewerId, asked.length, most);
      if (spent === null) throw tooManyNumbers(dayOf(step.now).endsAt);
      return { ids: await findByNumbers(step, asked, viewerId), remainingCount: most - spent };
    });
    const people = await Promise.all(ids.map((id) => this.users.byId(id)));
    return { people: people.filter((person) => person !== null), remainingCount };
  }
}
