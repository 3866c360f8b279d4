import { apiErrors, type ApiError } from '../errors.js';
import { pause as realPause } from '../retry/pause.js';
import type { Position, StreamPlace, StreamRequest } from './streams.js';

export interface ResumeOptions {
  /**
   * Loads anew what a stream changes, because its log does not reach back to where the app was. Returns the position from which the
   * stream goes on: of `roomChanged` the room's `lastChange`, of `messageAdded` the last message's `sequence`. Without it, or when it
   * returns null, the subscriber is told the error.
   */
  readonly reload?: (stream: StreamRequest) => Promise<Position | null>;
  /**
   * Called when a stream is open again that could not be told where to go on: what happened in between is missing. Load its state anew.
   */
  readonly onGap?: (stream: StreamRequest) => void;
  /** How often in a row a stream is tried again before its subscriber is told the error; 10 when left out. What arrives starts the count anew. */
  readonly attempts?: number;
  /** For tests. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 20_000;
/** A query that is sent at once could be answered before the stream is open, and a change between the two would be lost. */
const SETTLES_WITHIN_MS = 400;

/** Where one stream of an app stands, and what follows when it breaks. */
export class Resumption {
  private position: Position | null;
  private failures = 0;
  private sent = 0;
  private resynced = false;

  constructor(
    private readonly place: StreamPlace,
    private readonly given: Readonly<Record<string, unknown>>,
    private readonly options: ResumeOptions,
  ) {
    const since = place.resumed && given[place.resumed.variable];
    this.position = isPosition(since) ? since : null;
  }

  private get request(): StreamRequest {
    return { field: this.place.field, variables: this.given };
  }

  /** The variables to subscribe with now. Asked for again each time the stream is opened. */
  variables(): Record<string, unknown> {
    const again = this.sent++ > 0;
    const { resumed } = this.place;
    if (resumed && this.position !== null) return { ...this.given, [resumed.variable]: this.position };
    if (again) this.tellGap();
    return { ...this.given };
  }

  private tellGap(): void {
    const { onGap, pause = realPause } = this.options;
    // People who lost their connection together come back together; their questions should not.
    if (onGap) void pause(SETTLES_WITHIN_MS * (1 + Math.random())).then(() => onGap(this.request));
  }

  /** Tells whether an event is new, and remembers where the stream stands. */
  takes(data: unknown): boolean {
    const { resumed, responseKey } = this.place;
    const event = (data as Record<string, unknown> | null | undefined)?.[responseKey] as Record<string, unknown> | null | undefined;
    const position = resumed && event?.[resumed.positionKey];
    if (isPosition(position)) {
      if (typeof position === 'number' && typeof this.position === 'number' && position <= this.position) return false;
      this.position = position;
    }
    this.failures = 0;
    this.resynced = false;
    return true;
  }

  /** Resolves to true when the stream is to be opened again, after a pause where one is due; to false when the failure is final. */
  async recovers(failure: unknown): Promise<boolean> {
    const { attempts = 10, pause = realPause } = this.options;
    const errors = apiErrors(failure);
    if (this.failures++ >= attempts) return false;
    const resync = errors.find(({ code }) => code === 'RESYNC_REQUIRED');
    if (resync) return this.resync(resync);
    const refused = errors.length > 0 && !errors.every(({ code, retryable }) => retryable || code === 'UNAUTHENTICATED');
    if (refused || isFinalClose(failure)) return false;
    const asked = Math.max(0, ...errors.map(({ retryAfter }) => retryAfter ?? 0)) * 1_000;
    await pause(asked + this.backOff());
    return true;
  }

  private async resync(error: ApiError): Promise<boolean> {
    const { pause = realPause } = this.options;
    // The owner of the stream says how far it reaches when the position is no good; otherwise the gateway only wants the stream opened anew.
    const outOfReach = ['lastChange', 'lastSequence'].some((name) => typeof error.extensions[name] === 'number');
    if (this.position !== null && !outOfReach && !this.resynced) {
      this.resynced = true;
      await pause(this.backOff());
      return true;
    }
    if (typeof this.position === 'string') {
      // A cursor is no good twice: begin anew, which is a gap, and what is on screens is loaded again.
      this.position = null;
      await pause(this.backOff());
      return true;
    }
    if (this.position === null && !outOfReach) {
      await pause(this.backOff());
      return true;
    }
    try {
      const position = (await this.options.reload?.(this.request)) ?? null;
      if (position === null) return false;
      this.position = position;
    } catch {
      // The network again: the same refusal comes with the next try, and with it the next load.
      await pause(this.backOff());
    }
    return true;
  }

  /** Doubles, and differs from client to client. */
  private backOff(): number {
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.failures - 1)) * (0.5 + Math.random());
  }
}

const isPosition = (value: unknown): value is Position => typeof value === 'number' || typeof value === 'string';

/** Codes with which the gateway says that trying again is no use. */
const FINAL_CLOSES = [4400, 4401, 4406, 4409, 4429, 1008, 1009];

function isFinalClose(failure: unknown): boolean {
  const code = (failure as { code?: unknown } | null)?.code;
  return typeof code === 'number' && FINAL_CLOSES.includes(code);
}
