import type { Context } from '../../context';
import { needsApproval } from '../event/event-approval';
import { differing, splitContent } from '../event/event-content';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { CALLED_OFF, impactOf } from '../impact/impact';
import { impactsOf } from '../impact/impact.sql';
import type { EventImpactView, ImpactRow, ImpactView } from '../impact/impact.types';
import type { SeriesEditService } from '../series/series-edit.service';
import type { UpdateSeries } from '../series/series.input';
import type { PreviewService } from './preview.service';

/** What becomes of an occurrence that goes on. */
export interface OccurrenceChangeView {
  impact: EventImpactView;
  startsAt: Date;
  endsAt: Date;
  isMoved: boolean;
}

export interface SeriesChangeView {
  changed: OccurrenceChangeView[];
  calledOff: ImpactView;
  newStarts: Date[];
  keptCount: number;
  waitsForApproval: boolean;
}

/** What a change of a series does to others, told before it is made. */
export class SeriesPreviewService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly edits: SeriesEditService,
    private readonly previews: PreviewService,
  ) {}

  async ofChange(input: UpdateSeries): Promise<SeriesChangeView | null> {
    const named = await this.events.byId(input.eventId);
    if (!named) return null;
    const { before, after, reached, confirmation } = await this.edits.foresee(input);
    const then = new Map(after.map((occurrence) => [occurrence.id, occurrence]));
    const known = new Set(before.map(({ id }) => id));
    // A draft that has no place is nobody's.
    const off = before.filter(({ id, status }) => !then.has(id) && status !== 'DRAFT');
    const going = before.flatMap((was) => {
      const will = then.get(was.id);
      if (!will) return [];
      const isMoved = was.startsAt.getTime() !== will.startsAt.getTime() || was.endsAt.getTime() !== will.endsAt.getTime();
      return isMoved || reached.has(was.id) ? [{ will, isMoved }] : [];
    });
    const rows = await this.rowsOf([...off, ...going.map(({ will }) => will)].map(({ id }) => id));
    const changed = await Promise.all(
      going.map(async ({ will: { id, startsAt, endsAt, timezone }, isMoved }) => {
        const event = (await this.ctx.loaders.eventById.load(id))!;
        const effects = await this.previews.effectsOf(event, { ...input.changes, startsAt, timezone });
        return { impact: impactOf(rows.get(id)!, effects), startsAt, endsAt, isMoved };
      }),
    );
    return {
      changed,
      calledOff: { events: off.map(({ id }) => impactOf(rows.get(id)!, CALLED_OFF)), confirmation },
      newStarts: after.filter(({ id }) => !known.has(id)).map(({ startsAt }) => startsAt),
      keptCount: before.length - going.length - before.filter(({ id }) => !then.has(id)).length,
      waitsForApproval: needsApproval(named, this.ctx.viewer) && tellsAnew(named, input.changes),
    };
  }

  private async rowsOf(eventIds: readonly string[]): Promise<ReadonlyMap<string, ImpactRow>> {
    const rows = await this.ctx.kept.db.prisma.$queryRaw<ImpactRow[]>(impactsOf(eventIds));
    return new Map(rows.map((row) => [row.eventId, row]));
  }
}

function tellsAnew(event: EventRow, { venue, ...changes }: UpdateSeries['changes']): boolean {
  const { content } = splitContent(changes as Parameters<typeof splitContent>[0]);
  return venue !== undefined || Object.keys(differing(event, content)).length > 0;
}
