import { line, z } from '@marquee/platform';
import { email } from '../account/account.input';
import type { Role } from '../user/user-roles';

export const peopleFilter = z.object({
  filter: z
    .object({
      search: line(60, 2).nullish(),
      email: email().nullish(),
      role: z
        .enum(['USER', 'CURATOR', 'MODERATOR', 'ADMIN'])
        .transform((name) => name.toLowerCase() as Role)
        .nullish(),
      state: z.enum(['ACTIVE', 'SUSPENDED', 'DEACTIVATED']).nullish(),
      verified: z.boolean().nullish(),
      createdFrom: z.date().nullish(),
      createdBefore: z.date().nullish(),
    })
    .nullish()
    .transform((filter) => filter ?? {}),
});

export type PeopleFilter = z.output<typeof peopleFilter>['filter'];
