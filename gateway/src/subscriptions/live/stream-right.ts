import type { Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { internalError } from '../../execution/errors/own-errors';
import type { Streamed } from '../../operation/event-stream';
import type { LiveSettings } from '../../settings';
import { pauseBefore, readLive, type LiveEnd } from './read-live';

/** Is told of a right to a stream. */
export interface Applicant {
  /** The right is given: for the first time, again after it could not be watched, or with another `apart`. */
  accepted(right: GivenRight): void;
  /** The owner is lost: nothing may be delivered until it gives the right again. */
  suspended(): void;
  /** The right is refused, or (without errors) was taken away. */
  ended(errors: readonly GraphQLFormattedError[]): void;
}

export interface GivenRight {
  /** Where the channel stood when the right was given. */
  readonly position: number;
  readonly apart: boolean;
  /** False for an applicant that joined a right given before: the position is then an old one. */
  readonly fresh: boolean;
}

/**
 * A viewer's right to a stream, watched at the owner by a stream without events that lasts as long as the right. One for all applicants
 * with the same operation, variables and session.
 */
export class StreamRight {
  private readonly applicants = new Set<Applicant>();
  private stopping = new AbortController();
  private given: GivenRight | null = null;
  private wasAccepted = false;

  constructor(
    private readonly streamed: Streamed,
    private readonly settings: LiveSettings,
    private readonly logger: Logger,
    private readonly onEmpty: () => void,
  ) {}

  add(applicant: Applicant): void {
    this.applicants.add(applicant);
    if (this.applicants.size === 1) void this.run();
    else if (this.given) applicant.accepted({ ...this.given, fresh: false });
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
        this.given = null;
        if (end.by === 'reader' || this.applicants.size === 0) return;
        // A right that was refused from the start is reported at once; the client may try again.
        if (!this.wasAccepted || !mayComeBack(end) || ++failures > this.settings.tries) return this.end(end.errors);
        for (const applicant of this.applicants) applicant.suspended();
        await pauseBefore(failures, this.settings, this.stopping.signal);
        if (this.applicants.size === 0) return;
      }
    } catch (error) {
      const { correlationId } = this.streamed.caller;
      this.logger.error({ err: error, correlationId }, 'a right to a stream could not be watched');
      this.end([internalError(correlationId)]);
    }
  }

  private watch(onAccepted: () => void): Promise<LiveEnd> {
    this.stopping = new AbortController();
    const { startWithinMs } = this.settings;
    const reading = { streamed: this.streamed, live: { mode: 'admit' } as const, stopping: this.stopping, startWithinMs };
    return readLive(reading, ({ live }) => {
      if (!live?.accepted) throw new Error('The owner of a stream with @live sends events where it should only admit.');
      onAccepted();
      const fresh = this.given === null;
      const position = live.position ?? this.given?.position ?? 0;
      this.given = { position, apart: live.apart === true, fresh };
      this.wasAccepted = true;
      for (const applicant of this.applicants) applicant.accepted(this.given);
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

/** A clear refusal is final, and so is an end without errors; a fault of the owner may pass. */
const mayComeBack = (end: LiveEnd & { by: 'owner' }) =>
  end.lost || (end.errors.length > 0 && end.errors.every((error) => FAULTS.has(error.extensions?.code)));
