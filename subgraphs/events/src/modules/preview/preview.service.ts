import { invalidInput, isId, notAllowed } from '@marquee/platform';
import { givesRight, rolesOn, staffMay, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import { isElsewhere } from '@marquee/schema/rules/moved-event';
import type { Context } from '../../context';
import type { UpdateEvent } from '../authoring/authoring.input';
import { nextStatus } from '../authoring/authoring.refusals';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import type { SeriesService } from '../series/series.service';
import { CALLED_OFF, cancellationOf, changeOf, seriesCancellationOf } from '../impact/impact';
import type { PreviewCancellation } from './preview.input';
import { impactsOf } from '../impact/impact.sql';
import { viewOf } from '../impact/impact.store';
import type { Effects, ImpactRow, ImpactView } from '../impact/impact.types';

/** Of a change, what others notice. */
type Wished = Pick<UpdateEvent, 'title' | 'startsAt' | 'timezone' | 'venue' | 'venueId' | 'capacity'>;

/** What organisers do to others, told before they do it. */
export class PreviewService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly series: SeriesService,
  ) {}

  async ofChange(input: UpdateEvent): Promise<ImpactView | null> {
    if (!(await this.events.byId(input.eventId))) return null;
    const event = await this.events.requireRight(input.eventId, input.capacity === undefined ? 'EDIT' : 'RUN');
    return this.view(changeOf('event', input), [event.id], await this.effectsOf(event, input));
  }

  async ofCancellation({ eventId, seriesId, recurrenceId }: PreviewCancellation): Promise<ImpactView | null> {
    if (seriesId !== null) return this.ofSeries(seriesId, recurrenceId);
    if (!isId(eventId!) || !(await this.events.byId(eventId!))) return null;
    const event = await this.events.requireRight(eventId!, 'RUN');
    nextStatus('cancel', event);
    return this.view(cancellationOf(event.id), [event.id], CALLED_OFF);
  }

  private async ofSeries(seriesId: string, recurrenceId: string | null): Promise<ImpactView | null> {
    const { viewer, loaders, kept } = this.ctx;
    const series = await this.series.byId(seriesId);
    if (!series) return null;
    const { organizationId } = series;
    const role = organizationId ? ((await loaders.viewerRoleByOrganizationId.load(organizationId))?.role ?? null) : null;
    if (!givesRight(rolesOn({ ...series, team: [] }, viewer.id, role as OrganizationRole | null), 'RUN') && !staffMay(viewer, 'RUN'))
      throw notAllowed('Only who owns this series may do this.');
    if (recurrenceId !== null) {
      const event = await kept.db.prisma.event.findUnique({ where: { seriesId_recurrenceId: { seriesId, recurrenceId } } });
      // One that is not made yet is nobody's.
      if (!event) return { events: [], confirmation: null };
      nextStatus('cancel', event);
      return this.view(cancellationOf(event.id), [event.id], CALLED_OFF);
    }
    const rows = await kept.db.prisma.event.findMany({
      where: { seriesId, startsAt: { gt: kept.clock.now() }, status: { notIn: ['DRAFT', 'CANCELLED', 'REJECTED'] } },
      select: { id: true },
    });
    return this.view(
      seriesCancellationOf(seriesId),
      rows.map(({ id }) => id),
      CALLED_OFF,
    );
  }

  private async view(what: string, eventIds: readonly string[], effects: Effects): Promise<ImpactView> {
    const { kept, viewer } = this.ctx;
    const rows = await kept.db.prisma.$queryRaw<ImpactRow[]>(impactsOf(eventIds));
    return viewOf(kept, { by: viewer.id, what }, rows, effects);
  }

  /** What a change of an event does beside itself. */
  async effectsOf(event: EventRow, { title, startsAt, timezone, venue, venueId, capacity }: Wished): Promise<Effects> {
    const { loaders } = this.ctx;
    const before = event.venueId ? await loaders.venueById.load(event.venueId) : null;
    const named = venueId ? await loaders.venueById.load(venueId) : null;
    if (venueId && !named) throw invalidInput('venueId', 'there is no such venue');
    const after = venue === undefined && venueId === undefined ? before : (venue ?? named);
    const moved = startsAt !== undefined && startsAt.getTime() !== event.startsAt.getTime();
    const renamed = (title !== undefined && title !== event.title) || (timezone !== undefined && timezone !== event.timezone);
    const then = { startsAt: event.startsAt, city: before?.city ?? null };
    return {
      tells: moved || renamed || after?.name !== before?.name,
      opensRefunds: isElsewhere({ startsAt: startsAt ?? event.startsAt, city: after?.city ?? null }, then),
      capacity: capacity ?? null,
    };
  }
}
