import type { Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { internalError } from '../../execution/errors/error-reporter';
import type { LiveSettings } from '../../settings';
import type { Joining } from '../listener';
import { pauseBefore, readLive, type End } from './read-live';

/** Who is told of a right to a stream. */
export interface Applicant {
  /** The right is there, for the first time, again after it could not be watched, or with another `apart`. */
  accepted(standing: Standing): void;
  /** The owner is lost: until it says anew that the right is there, nothing may be delivered. */
  suspended(): void;
  /** The right is refused or over. No errors: over, because somebody took it away. */
  ended(errors: readonly GraphQLFormattedError[]): void;
}

export interface Standing {
  /** Where the channel stood when the right was given. */
  readonly position: number;
  readonly apart: boolean;
  /** False for whoever came to a right that was already there: its position is then an old one. */
  readonly fresh: boolean;
}

/**
 * A viewer's right to a stream, watched at the owner: a stream without events that lasts as long as the right. One for all who ask the
 * same as the same viewer in the same session.
 */
export class StreamRight {
  private readonly applicants = new Set<Applicant>();
  private stopping = new AbortController();
  private standing: Standing | null = null;
  private wasAccepted = false;

  constructor(
    private readonly joining: Joining,
    private readonly settings: LiveSettings,
    private readonly logger: Logger,
    private readonly onEmpty: () => void,
  ) {}

  add(applicant: Applicant): void {
    this.applicants.add(applicant);
    if (this.applicants.size === 1) void this.run();
    else if (this.standing) applicant.accepted({ ...this.standing, fresh: false });
  }

  remove(applicant: Applicant): void {
    if (!this.applicants.delete(applicant) || this.applicants.size > 0) return;
    this.onEmpty();
    this.stopping.abort(new Error('Nobody needs this right any more.'));
  }

  /** Never rejects. */
  private async run(): Promise<void> {
    try {
      for (let failures = 0; ;) {
        const end = await this.watch(() => (failures = 0));
        this.standing = null;
        if (end.by === 'reader' || this.applicants.size === 0) return;
        // Refused from the start: the client is told at once, and tries again if it likes.
        if (!this.wasAccepted || !mayComeBack(end) || ++failures > this.settings.tries) return this.end(end.errors);
        for (const applicant of this.applicants) applicant.suspended();
        await pauseBefore(failures, this.settings, this.stopping.signal);
        if (this.applicants.size === 0) return;
      }
    } catch (error) {
      const { correlationId } = this.joining.caller;
      this.logger.error({ err: error, correlationId }, 'a right to a stream could not be watched');
      this.end([internalError(correlationId)]);
    }
  }

  private watch(onAccepted: () => void): Promise<End> {
    this.stopping = new AbortController();
    const { startWithinMs } = this.settings;
    const reading = { ...this.joining, live: { mode: 'admit' } as const, stopping: this.stopping, startWithinMs };
    return readLive(reading, ({ live }) => {
      if (!live?.accepted) throw new Error('The owner of a stream with @live sends events where it should only admit.');
      onAccepted();
      const fresh = this.standing === null;
      const position = live.position ?? this.standing?.position ?? 0;
      this.standing = { position, apart: live.apart === true, fresh };
      this.wasAccepted = true;
      for (const applicant of this.applicants) applicant.accepted(this.standing);
      return true;
    });
  }

  private end(errors: readonly GraphQLFormattedError[]): void {
    const all = [...this.applicants];
    this.applicants.clear();
    this.onEmpty();
    this.stopping.abort(new Error('The right is over.'));
    for (const applicant of all) applicant.ended(errors);
  }
}

const FAULTS: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE', 'TIMEOUT']);

/** A clear refusal is final, and so is an end without errors; a fault of the owner passes. */
const mayComeBack = (end: End & { by: 'owner' }) =>
  end.lost || (end.errors.length > 0 && end.errors.every((error) => FAULTS.has(error.extensions?.code)));
