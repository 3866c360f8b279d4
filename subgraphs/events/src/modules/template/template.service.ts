import { randomUUID } from 'node:crypto';
import { conflict, isId, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { organizationRolesWith, type OrganizationRole } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import type { AuthoringService } from '../authoring/authoring.service';
import { draftOf, placeOf } from '../event/event-draft';
import { holdPictures, presentPictures } from '../image/image.store';
import type { EventService } from '../event/event.service';
import { wholeEvents } from '../event/event.store';
import type { EventRow } from '../event/event.types';
import { lockOrganizationRole } from '../event/event-rights.store';
import { entitlementsIn } from '../person/plan.store';
import type { CreateFromTemplate, CreateTemplate, DeleteTemplate, TemplateContent, UpdateTemplate } from './template.input';
import type { StoredContent, TemplateView } from './template.types';

const byName = new Keyset('eventTemplates', { name: 'text', id: 'id' }, 'least first');
const MINUTE = 60_000;

type Owner = Pick<TemplateView, 'ownerId' | 'organizationId'>;

/** What events are made from. */
export class TemplateService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly authoring: AuthoringService,
  ) {}

  async list(organizationId: string | null, args: PageArguments): Promise<Connection<TemplateView>> {
    const { kept, viewer } = this.ctx;
    const page = byName.page(args, organizationId === null ? {} : { of: organizationId });
    const mine = organizationId === null || (isId(organizationId) && runs(await this.roleIn(organizationId)));
    const where =
      organizationId === null ? { ownerId: viewer.id } : { organizationId: mine ? organizationId.toLowerCase() : null, ownerId: null };
    const rows = mine ? await kept.db.prisma.eventTemplate.findMany(byName.prisma(page, where)) : [];
    return byName.connection(rows as unknown as TemplateView[], page, {
      totalCount: () => (mine ? kept.db.prisma.eventTemplate.count({ where }) : Promise.resolve(0)),
    });
  }

  async create(input: CreateTemplate): Promise<TemplateView> {
    const { viewer } = this.ctx;
    const owner: Owner = input.organizationId
      ? { ownerId: null, organizationId: input.organizationId }
      : { ownerId: viewer.id, organizationId: null };
    await this.requireOwner(owner, 'This organisation');
    if (input.eventId) await this.events.requireRight(input.eventId, 'EDIT');
    else await this.requireContent(input.content!);
    const id = await this.ctx.change('createEventTemplate', input, async (step) => {
      await holdOwner(step, owner, viewer.id);
      // Those who keep templates side by side count each other's.
      await step.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:templates:' || ${owner.organizationId ?? viewer.id}))`;
      // For themselves, and for each organisation.
      const { eventTemplates: most } = await entitlementsIn(step, viewer.id);
      if ((await step.tx.eventTemplate.count({ where: owner })) >= most)
        throw notAllowed(`At most ${most} templates are kept: delete one that is not needed any more.`);
      const { content, durationMinutes } = input.eventId ? await contentLike(step, input.eventId, owner.ownerId) : split(input.content!);
      const row = {
        id: randomUUID(),
        ...owner,
        name: input.name,
        durationMinutes,
        createdAt: step.now,
        updatedAt: step.now,
      };
      const pictures = await presentPictures(step, content);
      const template = await step.tx.eventTemplate.create({ data: { ...row, content: asJson(pictures) } });
      await holdPictures(step, { templateId: template.id }, pictures);
      return template.id;
    });
    return this.require(id);
  }

  async update(input: UpdateTemplate): Promise<TemplateView> {
    const { templateId, version, name, content } = input;
    const known = await this.require(templateId);
    if (content) await this.requireContent(content);
    await this.ctx.change('updateEventTemplate', input, async (step) => {
      await holdOwner(step, known, this.ctx.viewer.id);
      const parts = content ? split(content) : null;
      const data = {
        ...(name ? { name } : {}),
        ...(parts ? { content: asJson(parts.content), durationMinutes: parts.durationMinutes } : {}),
      };
      const { count } = await step.tx.eventTemplate.updateMany({
        where: { id: templateId, version },
        data: { ...data, version: version + 1, updatedAt: step.now },
      });
      if (count === 0) throw conflict('This template has changed since. Read it again.');
    });
    return this.require(templateId);
  }

  async delete(input: DeleteTemplate): Promise<string> {
    const known = await this.byId(input.templateId);
    return this.ctx.change('deleteEventTemplate', input, async (step) => {
      if (!known) throw notFound('This template');
      await holdOwner(step, known, this.ctx.viewer.id);
      await step.tx.eventTemplate.deleteMany({ where: { id: known.id } });
      return known.id;
    });
  }

  /** Makes a draft. What the template names and is not there any more, or not the viewer's to name, is refused by its path. */
  async use(input: CreateFromTemplate): Promise<EventRow> {
    const { organizationId, durationMinutes, content } = await this.require(input.templateId);
    const { startsAt } = input;
    const endsAt = input.endsAt ?? new Date(startsAt.getTime() + durationMinutes * MINUTE);
    const event = { ...content, ...(input.title ? { title: input.title } : {}), startsAt, endsAt, organizationId };
    await this.authoring.requireDraft(event);
    const id = await this.ctx.change('createEventFromTemplate', input, (step) => this.authoring.makeDraft(step, event));
    return this.events.afterChange(id);
  }

  private async byId(id: string): Promise<TemplateView | null> {
    const template = await this.ctx.loaders.templateById.load(id);
    if (!template) return null;
    const isOwn = template.organizationId ? (await this.roleIn(template.organizationId)) !== null : template.ownerId === this.ctx.viewer.id;
    return isOwn ? template : null;
  }

  /** One that is the viewer's to use. */
  async require(id: string): Promise<TemplateView> {
    const template = await this.byId(id);
    if (!template) throw notFound('This template');
    await this.requireOwner(template, 'This template');
    return template;
  }

  private async requireOwner({ organizationId }: Owner, what: string): Promise<void> {
    if (organizationId) refuseIfNotRunning(await this.roleIn(organizationId), what);
  }

  /** As for a new event, but for its times. */
  private async requireContent(content: TemplateContent): Promise<void> {
    const startsAt = this.ctx.kept.clock.now();
    const endsAt = new Date(startsAt.getTime() + content.durationMinutes * MINUTE);
    await this.authoring.requireDraft({ ...split(content).content, startsAt, endsAt, organizationId: null });
  }

  private async roleIn(organizationId: string): Promise<string | null> {
    return (await this.ctx.loaders.viewerRoleByOrganizationId.load(organizationId))?.role ?? null;
  }
}

const runs = (role: string | null): boolean => role !== null && organizationRolesWith('RUN').includes(role as OrganizationRole);

function refuseIfNotRunning(role: string | null, what: string): void {
  if (role === null) throw notFound(what);
  if (!runs(role)) throw notAllowed('Only owners and managers of an organisation keep its templates.');
}

/** Again, inside the change: who leaves the organisation meanwhile changes nothing of it. */
async function holdOwner(step: Step, { organizationId }: Owner, viewerId: string): Promise<void> {
  if (organizationId) refuseIfNotRunning(await lockOrganizationRole(step, organizationId, viewerId), 'This organisation');
}

async function contentLike(
  step: Step,
  eventId: string,
  ownerId: string | null,
): Promise<{ content: StoredContent; durationMinutes: number }> {
  const [event] = await wholeEvents(step, [eventId]);
  if (!event) throw notFound('This event');
  const durationMinutes = Math.max(1, Math.round((event.endsAt.getTime() - event.startsAt.getTime()) / MINUTE));
  return { content: { ...draftOf(event), ...placeOf(event.venue, ownerId) }, durationMinutes };
}

function split({ durationMinutes, coverId: _coverId, ...content }: TemplateContent): { content: StoredContent; durationMinutes: number } {
  return { content, durationMinutes };
}

const asJson = (content: StoredContent) => content as unknown as Prisma.InputJsonObject;
