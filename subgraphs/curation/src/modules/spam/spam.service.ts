import type { Context } from '../../context';

const MOST = 100;

/** What the spam classifier has learned, for admins. */
export class SpamService {
  constructor(private readonly ctx: Context) {}

  async versions(first: number) {
    const { spam } = this.ctx.kept;
    const [rows, inUse] = await Promise.all([spam.versions.list(Math.min(Math.max(first, 0), MOST)), spam.versionInUse()]);
    return rows.map(({ candidate, present, baseline, ...row }) => ({
      ...row,
      inUse: row.version === inUse,
      figures: candidate,
      before: present,
      baseline,
    }));
  }
}
