import { type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import type { PeopleFilter } from './administration.input';
import { newestPeopleFirst, peopleStatement } from './administration.sql';
import type { PersonRecordView } from './administration.types';

/** People, for who has to decide about them. */
export class AdministrationService {
  constructor(private readonly ctx: Context) {}

  async people(filter: PeopleFilter, args: PageArguments): Promise<Connection<PersonRecordView>> {
    const { kept, viewer, logger } = this.ctx;
    const page = newestPeopleFirst.page(args);
    const rows = await kept.db.query<PersonRecordView>(peopleStatement(kept.fields, filter, kept.clock.now(), page));
    logger.info({ by: viewer.id, asked: Object.keys(filter), found: rows.length }, 'staff looked for people');
    return newestPeopleFirst.connection(rows, page);
  }

  /** Whoever was found a moment ago is there. */
  user = async ({ id }: PersonRecordView): Promise<UserRow> => (await this.ctx.loaders.userById.load(id))!;
}
