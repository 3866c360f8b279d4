import { invalidInput, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Announcement, AnnouncementPart, Role } from '../../generated/prisma/client';
import type { SessionService } from '../session/session.service';
import type { Announce, CancelAnnouncement } from './announcement.input';
import { announce, cancelAnnouncement } from './announcement.store';
import type { AnnouncementStatus, AnnouncementView } from './announcement.types';

const newestFirst = new Keyset('announcements', { createdAt: 'time', id: 'id' }, 'greatest first');

const DAY_MS = 86_400_000;
const FURTHEST_MS = 90 * DAY_MS;
const USEFUL_MS = 7 * DAY_MS;

type Row = Announcement & { parts: AnnouncementPart[] };

/** What the platform tells many; permissions.ts says who may. */
export class SystemAnnouncementService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
  ) {}

  async announce({ texts, role, city = null, scheduledFor, expiresAt, idempotencyKey, ...input }: Announce): Promise<AnnouncementView> {
    await this.sessions.requireLive();
    const now = this.ctx.kept.clock.now();
    const at = scheduledFor ?? now;
    const until = expiresAt ?? new Date(at.getTime() + USEFUL_MS);
    if (at.getTime() > now.getTime() + FURTHEST_MS) throw invalidInput('scheduledFor', 'must be at most 90 days ahead');
    if (until <= at) throw invalidInput('expiresAt', 'must be after scheduledFor');
    // Without a time of its own: a repeat comes later.
    const given = { ...input, texts, role, city, scheduledFor, expiresAt, idempotencyKey };
    const id = await this.ctx.change('announce', given, async (step) => {
      await this.sessions.requireLive(step.tx);
      return announce(step, {
        ...input,
        texts: Object.fromEntries(texts.map(({ language, ...text }) => [language, text])),
        role: (role?.toLowerCase() ?? null) as Role | null,
        city,
        scheduledFor: at,
        expiresAt: until,
        createdById: this.ctx.viewer.id,
      });
    });
    return this.require(id);
  }

  async cancel(input: CancelAnnouncement): Promise<AnnouncementView> {
    await this.sessions.requireLive();
    await this.require(input.id);
    await this.ctx.change('cancelAnnouncement', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      if (!(await cancelAnnouncement(step, input.id))) throw notAllowed('Everybody has this announcement already.');
      return null;
    });
    return this.require(input.id);
  }

  async list(args: PageArguments): Promise<Connection<AnnouncementView>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const rows = await prisma.announcement.findMany({ ...newestFirst.prisma(page, {}), include: { parts: true } });
    return newestFirst.connection(rows as Row[], page, { node: viewOf, totalCount: () => prisma.announcement.count() });
  }

  private async require(id: string): Promise<AnnouncementView> {
    const row = await this.ctx.kept.db.prisma.announcement.findUnique({ where: { id }, include: { parts: true } });
    if (!row) throw notFound('This announcement');
    return viewOf(row);
  }
}

function viewOf({ parts, ...row }: Row): AnnouncementView {
  return { ...row, status: statusOf(row, parts), reachedCount: parts.reduce((sum, part) => sum + part.reachedCount, 0) };
}

function statusOf({ cancelledAt }: Announcement, parts: readonly AnnouncementPart[]): AnnouncementStatus {
  if (cancelledAt) return 'CANCELLED';
  if (parts.every(({ doneAt }) => doneAt !== null)) return 'SENT';
  return parts.some(({ reachedCount, doneAt }) => reachedCount > 0 || doneAt !== null) ? 'SENDING' : 'SCHEDULED';
}
