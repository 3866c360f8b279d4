import { isId } from '@marquee/platform';
import { organizationRolesWith, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Context } from '../../context';
import type { EventService } from '../event/event.service';
import type { DayRange } from '../interaction/interaction.input';
import { daysAsCsv } from './analytics-csv';
import { DAYS_OF_EVENTS, NO_SHOWS_OF_EVENTS, SOURCES_OF_EVENTS } from './analytics.sql';
import type { Analytics, DayOfEvents, SourceOfEvents } from './analytics.types';

/** How events are doing, of rollups alone. */
export class AnalyticsService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async ofEvent(eventId: string, range: DayRange): Promise<Analytics | null> {
    const event = await this.events.byId(eventId);
    if (!event || !(this.mayReadAll() || (await this.events.rolesOn(event)).some((role) => role === 'OWNER' || role === 'EDITOR')))
      return null;
    return this.of([event.id], range);
  }

  async ofOrganization(organizationId: string, range: DayRange): Promise<Analytics | null> {
    const { kept, viewer } = this.ctx;
    if (!isId(organizationId)) return null;
    if (!this.mayReadAll()) {
      const member = await kept.db.prisma.organizationMemberCopy.findFirst({ where: { organizationId, userId: viewer.id } });
      if (!member?.role || !organizationRolesWith('RUN').includes(member.role as OrganizationRole)) return null;
    }
    const events = await kept.db.prisma.event.findMany({ where: { organizationId }, select: { id: true } });
    return this.of(
      events.map(({ id }) => id),
      range,
    );
  }

  private mayReadAll(): boolean {
    const { role, permissions } = this.ctx.viewer;
    return role === 'admin' || permissions.includes('view:analytics');
  }

  private async of(ids: readonly string[], { from, to }: DayRange): Promise<Analytics> {
    const { db } = this.ctx.kept;
    const values = [[...ids], from, to];
    const [days, sources, [shows]] = await Promise.all([
      db.query<DayOfEvents>({ name: 'analytics_days', text: DAYS_OF_EVENTS, values }),
      db.query<SourceOfEvents>({ name: 'analytics_sources', text: SOURCES_OF_EVENTS, values }),
      db.query<{ noShows: number }>({ name: 'analytics_no_shows', text: NO_SHOWS_OF_EVENTS, values }),
    ]);
    const sum = (of: (day: DayOfEvents) => number) => days.reduce((total, day) => total + of(day), 0);
    return {
      days,
      sources,
      noShows: shows!.noShows,
      csv: daysAsCsv(days),
      funnel: {
        seen: sum(({ seen }) => seen),
        opened: sum(({ opened }) => opened),
        answered: sum(({ answered }) => answered),
        paid: sum(({ paid }) => paid),
        came: sum(({ came }) => came),
      },
    };
  }
}
