import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import { Prisma } from '../../generated/prisma/client';
import { lockOrganizationRole } from '../event/event-rights.store';
import type { EventRow } from '../event/event.types';
import type { CsvMapping } from '../ingestion/csv-document';
import { mappingOf } from '../ingestion/import.input';
import type { ImportWorkRow } from '../ingestion/import-work.types';
import { faultOfAddress, type CreateSource, type DeleteSource, type SyncSource, type UpdateSource } from './source.input';
import type { OriginRow } from './source.loaders';
import { sourcesNewestFirst } from './source.sql';
import { lockSourceRow, runs, startSync, stopSync, trustedUntil } from './source.store';
import type { SourceRow } from './source.types';

/** For a person, and for an organisation. */
const MOST_SOURCES = 20;

/** Addresses from which events are read again and again: a person's own, and those of the organisations they run. */
export class SourceService {
  constructor(private readonly ctx: Context) {}

  async byId(id: string): Promise<SourceRow | null> {
    if (!isId(id)) return null;
    const source = await this.ctx.loaders.sourceById.load(id.toLowerCase());
    return source && (await this.isRunBy(source)) ? source : null;
  }

  async require(id: string): Promise<SourceRow> {
    const source = await this.byId(id);
    if (!source) throw notFound('This source');
    return source;
  }

  async list(organizationId: string | null, args: PageArguments): Promise<Connection<SourceRow>> {
    const { kept, viewer } = this.ctx;
    const page = sourcesNewestFirst.page(args, organizationId === null ? {} : { of: organizationId });
    const mine = organizationId === null || (isId(organizationId) && runs(await this.roleIn(organizationId)));
    const where = organizationId === null ? { ownerId: viewer.id, organizationId: null } : { organizationId: organizationId.toLowerCase() };
    const rows = mine ? await kept.db.prisma.eventSource.findMany(sourcesNewestFirst.prisma(page, where)) : [];
    return sourcesNewestFirst.connection(rows as unknown as SourceRow[], page, {
      totalCount: () => (mine ? kept.db.prisma.eventSource.count({ where }) : Promise.resolve(0)),
    });
  }

  async create(input: CreateSource): Promise<SourceRow> {
    const { viewer } = this.ctx;
    const { name, format, address, timezone, frequencyMinutes } = input;
    this.requireAddress(format, address);
    if (format === 'EVENTBRITE' && !input.token) throw invalidInput('token', 'is needed: Eventbrite tells nothing without one');
    const organizationId = input.organizationId ?? null;
    const id = await this.ctx.change('createEventSource', input, async (step) => {
      await this.holdOrganization(step, organizationId);
      await this.requireFew(step, organizationId);
      const sourceId = randomUUID();
      const row = {
        ...{ id: sourceId, ownerId: viewer.id, organizationId, name, format, address, timezone, frequencyMinutes },
        mapping: jsonOf(mappingOf(input.columns, input.dateFormat)),
        sealedToken: this.sealed(sourceId, input.token),
        trustedUntil: trustedUntil(step.now, viewer),
        ...{ nextSyncAt: step.now, createdAt: step.now, updatedAt: step.now },
      };
      await step.tx.eventSource.create({ data: row });
      await startSync(step, (await lockSourceRow(step, sourceId))!, false);
      return sourceId;
    });
    return this.require(id);
  }

  async update(input: UpdateSource): Promise<SourceRow> {
    const known = await this.require(input.sourceId);
    if (input.address) this.requireAddress(known.format, input.address);
    await this.ctx.change('updateEventSource', input, async (step) => {
      const source = await this.hold(step, known.id);
      if (source.version !== input.version) throw conflict('This source has changed since. Read it again.');
      const { name, address, timezone, frequencyMinutes, isActive } = input;
      const mapping = input.columns || input.dateFormat ? mappingOf(input.columns, input.dateFormat) : undefined;
      const isReadOtherwise = Boolean(address ?? timezone ?? input.token ?? mapping);
      // Who may change the address may not read the token: elsewhere it is sent only by who knows it.
      const isElsewhere = Boolean(address) && source.format !== 'EVENTBRITE' && !isSameOrigin(address!, source.address);
      const isDue = isReadOtherwise || (isActive === true && !source.isActive);
      if (isActive === false || isReadOtherwise) await stopSync(step, source);
      await step.tx.eventSource.update({
        where: { id: source.id },
        data: {
          ...(name ? { name } : {}),
          ...(address ? { address } : {}),
          ...(timezone ? { timezone } : {}),
          ...(frequencyMinutes ? { frequencyMinutes, nextSyncAt: laterBy(source.lastSyncAt ?? step.now, frequencyMinutes) } : {}),
          ...(typeof isActive === 'boolean' ? { isActive } : {}),
          ...(mapping === undefined ? {} : { mapping: jsonOf(mapping) }),
          ...(input.token ? { sealedToken: this.sealed(source.id, input.token) } : isElsewhere ? { sealedToken: null } : {}),
          ...(isReadOtherwise ? { etag: null, lastModified: null, documentHash: null } : {}),
          ...(isDue ? { nextSyncAt: step.now, failures: 0 } : {}),
          ...this.trustOf(step, source, isReadOtherwise),
          ...{ version: { increment: 1 }, updatedAt: step.now },
        },
      });
    });
    return this.require(known.id);
  }

  async sync(input: SyncSource): Promise<SourceRow> {
    const known = await this.require(input.sourceId);
    await this.ctx.change('syncEventSource', input, async (step) => {
      const source = await this.hold(step, known.id);
      if (source.ownerId === this.ctx.viewer.id)
        await step.tx.eventSource.update({ where: { id: source.id }, data: { trustedUntil: trustedUntil(step.now, this.ctx.viewer) } });
      await startSync(step, source, input.whole);
    });
    return this.require(known.id);
  }

  /** Once this has returned, nothing more of it is taken in; what was stays, and is its organiser's alone. */
  async delete(input: DeleteSource): Promise<string> {
    const known = await this.byId(input.sourceId);
    return this.ctx.change('deleteEventSource', input, async (step) => {
      if (!known) throw notFound('This source');
      const source = await this.hold(step, known.id);
      await stopSync(step, source);
      if (source.workId) await step.tx.longWork.deleteMany({ where: { id: source.workId } });
      await step.tx.eventSource.delete({ where: { id: source.id } });
      return source.id;
    });
  }

  async lastSync({ workId }: SourceRow): Promise<ImportWorkRow | null> {
    return workId === null ? null : this.ctx.loaders.syncById.load(workId);
  }

  /** Null for events that people made here. */
  async originOf({ id, source }: Pick<EventRow, 'id' | 'source'>): Promise<OriginRow | null> {
    return source === null ? null : this.ctx.loaders.originByEventId.load(id);
  }

  private async isRunBy({ ownerId, organizationId }: SourceRow): Promise<boolean> {
    if (organizationId === null) return ownerId === this.ctx.viewerId;
    return this.ctx.viewerId !== null && runs(await this.roleIn(organizationId));
  }

  private async roleIn(organizationId: string): Promise<string | null> {
    return (await this.ctx.loaders.viewerRoleByOrganizationId.load(organizationId.toLowerCase()))?.role ?? null;
  }

  /** The row, and what gives the right to it, until the transaction ends. */
  private async hold(step: Step, id: string): Promise<SourceRow> {
    const source = await lockSourceRow(step, id);
    if (!source) throw notFound('This source');
    await this.holdOrganization(step, source.organizationId);
    return source;
  }

  private async holdOrganization(step: Step, organizationId: string | null): Promise<void> {
    if (organizationId === null) return;
    const role = await lockOrganizationRole(step, organizationId, this.ctx.viewer.id);
    if (role === null) throw notFound('This organisation');
    if (!runs(role)) throw notAllowed('Only owners and managers of an organisation keep its sources.');
  }

  private async requireFew({ tx }: Step, organizationId: string | null): Promise<void> {
    const owner = organizationId === null ? { ownerId: this.ctx.viewer.id, organizationId: null } : { organizationId };
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('events:sources:' || ${organizationId ?? this.ctx.viewer.id}))`;
    if ((await tx.eventSource.count({ where: owner })) >= MOST_SOURCES)
      throw notAllowed(`At most ${MOST_SOURCES} sources are kept: delete one that is not needed any more.`);
  }

  private requireAddress(format: SourceRow['format'], address: string): void {
    if (format === 'EVENTBRITE') {
      if (!/^[\w-]{1,64}$/.test(address)) throw invalidInput('address', 'must be the id of the organisation at Eventbrite');
      return;
    }
    const isInside = URL.canParse(address) && this.ctx.kept.sources.isInside(new URL(address));
    const fault = isInside ? null : faultOfAddress(address);
    if (fault) throw invalidInput('address', fault);
  }

  /** Its owner's word holds for what they named themselves, not for where somebody else who runs the organisation has it read. */
  private trustOf(step: Step, source: SourceRow, isReadOtherwise: boolean): { trustedUntil?: Date | null } {
    if (source.ownerId === this.ctx.viewer.id) return { trustedUntil: trustedUntil(step.now, this.ctx.viewer) };
    return isReadOtherwise ? { trustedUntil: null } : {};
  }

  private sealed(id: string, token: string | null | undefined): string | null {
    return this.ctx.kept.fields.sealOptional({ table: 'event_sources', column: 'sealed_token', id }, token ?? null);
  }
}

const isSameOrigin = (one: string, other: string): boolean => new URL(one).origin === new URL(other).origin;

const jsonOf = (mapping: CsvMapping | null) => (mapping === null ? Prisma.DbNull : (mapping as unknown as Prisma.InputJsonObject));

const laterBy = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);
