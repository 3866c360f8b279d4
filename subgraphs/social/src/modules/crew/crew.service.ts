import { invalidInput, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Crew } from '../../generated/prisma/client';
import { makeGroup } from '../group/group-membership.store';
import { placeRow } from '../group/group-place';
import { mayEdit } from '../group/group-rights';
import type { GroupService } from '../group/group.service';
import { newestGroupsFirst } from '../group/group.sql';
import { noteInLog, visit } from '../group/group.store';
import type { GroupView } from '../group/group.types';
import { requireWithinHour } from '../person/hourly-limit.store';
import { isPossibleEnd, usualEnd } from './crew';
import type { CreateCrew, CrewSearch, ExtendCrew } from './crew.input';
import { crewsListed, crewsListedCount } from './crew.sql';
import { endWithEvent, requireVenue } from './crew.store';
import type { AroundWhat } from './crew.types';

const USUAL_RADIUS_KM = 25;
const WHEN = 'must be at least an hour and at most 90 days away';

/** Groups around an event, a venue or an area, which end. What holds for groups holds for them. */
export class CrewService {
  constructor(
    private readonly ctx: Context,
    private readonly groups: GroupService,
  ) {}

  ofGroup(groupId: string): Promise<Crew | null> {
    return this.ctx.loaders.crewByGroupId.load(groupId);
  }

  isOver({ endsAt, endedAt }: Crew): boolean {
    return endedAt !== null || endsAt <= this.ctx.kept.clock.now();
  }

  async listed(search: CrewSearch, args: PageArguments): Promise<Connection<GroupView>> {
    const { viewerId, kept, caller } = this.ctx;
    const page = newestGroupsFirst.page(args);
    const staff = staffMay(caller.viewer, 'SEE');
    const [what, now] = [aroundWhat(search), kept.clock.now()];
    const rows = await kept.db.query<GroupView>(crewsListed(viewerId, now, staff, what, page));
    return newestGroupsFirst.connection(rows, page, {
      totalCount: async () => (await kept.db.query<{ count: number }>(crewsListedCount(viewerId, now, staff, what)))[0]!.count,
    });
  }

  async create(input: CreateCrew): Promise<GroupView> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('createCrew', input, async (step) => {
      const { name, description, privacy, maxMembers, area } = input;
      await requireWithinHour(step, viewer, 'GROUPS');
      const crew = await this.anchor(step, input);
      const group = await makeGroup(step, viewer.id, {
        ...{ name, description: description || null, privacy, maxMembers, ...placeRow(area ?? null) },
      });
      await step.tx.crew.create({ data: { groupId: group.id, ...crew } });
      return group.id;
    });
    return this.groups.require(id);
  }

  async extend(input: ExtendCrew): Promise<GroupView> {
    const me = this.ctx.viewer.id;
    const { groupId, endsAt } = input;
    const id = await this.ctx.change('extendCrew', input, async (step) => {
      const { tx, now } = step;
      const { group, access } = await visit(step, groupId, me);
      const crew = await tx.crew.findUnique({ where: { groupId } });
      if (!crew) throw notFound('This crew');
      if (!mayEdit(access.viewerRole, false)) throw notAllowed('Only its owner and admins may move the end of a crew.');
      if (crew.anchor === 'EVENT') throw notAllowed('The end of this crew follows its event.');
      if (this.isOver(crew)) throw notAllowed('This crew is over.');
      if (!isPossibleEnd(endsAt, now)) throw invalidInput('endsAt', WHEN);
      if (endsAt.getTime() === crew.endsAt.getTime()) return group.id;
      await tx.crew.update({ where: { groupId }, data: { endsAt } });
      await noteInLog(step, groupId, { action: 'UPDATED', actorId: me, detail: 'endsAt' });
      return group.id;
    });
    return this.groups.require(id);
  }

  /** What the new crew is around, and when it ends. */
  private async anchor(
    step: Step,
    { eventId, venueId, endsAt }: CreateCrew,
  ): Promise<Pick<Crew, 'anchor' | 'eventId' | 'venueId' | 'endsAt'>> {
    const { viewer } = this.ctx;
    if (eventId != null) return { anchor: 'EVENT', eventId, venueId: null, endsAt: await endWithEvent(step, viewer, eventId) };
    if (endsAt && !isPossibleEnd(endsAt, step.now)) throw invalidInput('endsAt', WHEN);
    if (venueId != null) await requireVenue(step, viewer, venueId);
    return { anchor: venueId == null ? 'AREA' : 'VENUE', eventId: null, venueId: venueId ?? null, endsAt: endsAt ?? usualEnd(step.now) };
  }
}

/** The input has exactly one. */
function aroundWhat({ eventId, venueId, near }: CrewSearch): AroundWhat {
  if (near) return { kind: 'AREA', ...near, radiusKm: near.radiusKm ?? USUAL_RADIUS_KM };
  return eventId != null ? { kind: 'EVENT', id: eventId } : { kind: 'VENUE', id: venueId! };
}
