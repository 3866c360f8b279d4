import type { Context } from '../../context';
import type { StepUpService } from '../factor/factor-step-up.service';
import { hashOfToken } from '../mail/mail-token';
import type { SessionService } from '../session/session.service';
import { archiveKey } from './export-keys';
import type { RequestDataExport } from './export.input';
import { requestExport } from './export.store';
import type { ExportView } from './export.types';

const FETCHED_WITHIN_MS = 15 * 60_000;
const SHOWN = 30;

/** What the platform keeps of a person, given to them. */
export class ExportService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: Pick<SessionService, 'requireLive'>,
    private readonly stepUps: Pick<StepUpService, 'require' | 'isShown'>,
  ) {}

  async request(input: RequestDataExport): Promise<ExportView> {
    const { id: userId } = this.ctx.viewer;
    await this.sessions.requireLive();
    if (!(await this.ctx.isRepeat('requestDataExport', input))) await this.stepUps.require(undefined, { always: true });
    const id = await this.ctx.change('requestDataExport', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      await this.stepUps.require(step.tx, { always: true });
      return requestExport(step, userId);
    });
    const row = await this.ctx.kept.db.prisma.dataExport.findUniqueOrThrow({ where: { id }, include: { parts: true } });
    return { ...row, bySession: true };
  }

  /** The token is all that is asked for: the mail may be read on another device. */
  byToken(token: string): Promise<ExportView | null> {
    return this.ctx.kept.db.prisma.dataExport.findUnique({ where: { tokenHash: hashOfToken(token) }, include: { parts: true } });
  }

  async ofViewer(userId: string): Promise<ExportView[]> {
    const rows = await this.ctx.kept.db.prisma.dataExport.findMany({
      where: { userId },
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      take: SHOWN,
      include: { parts: true },
    });
    return rows.map((row) => ({ ...row, bySession: true }));
  }

  async downloadUrl(row: ExportView): Promise<string | null> {
    const { files, clock } = this.ctx.kept;
    const now = clock.now();
    if (!isFetchable(row, now)) return null;
    // To ask for it takes more than a session, and so does to fetch it.
    if (row.bySession && !(await this.stepUps.isShown())) return null;
    return files.signRead(archiveKey(row.id), new Date(Math.min(now.getTime() + FETCHED_WITHIN_MS, row.expiresAt.getTime())));
  }

  expiresAt = (row: ExportView): Date | null => (row.state === 'READY' ? row.expiresAt : null);
}

const isFetchable = ({ state, expiresAt }: ExportView, now: Date): boolean => state === 'READY' && expiresAt > now;
