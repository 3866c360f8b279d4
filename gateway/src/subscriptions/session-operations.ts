import type { Caller, Logger } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { refusalOf, type Admission } from '../admission';
import type { Admitted } from '../admitted';
import { codesOf, internalError } from '../execution/errors/own-errors';
import { parametersOf } from '../http/request-parameters';
import { answerText } from '../operation/answer';
import type { BoundOperation, ExecutionRequest } from '../operation/bound-operation';
import { planRequest } from '../operation/plan-text';
import { RequestRefused } from '../operation/request-refused';
import type { OperationTrace } from '../tracing/trace';
import type { KnownOperation } from '../watching/known-operation';
import type { OperationLog } from '../watching/operation-log';
import type { Hub } from './hub';
import { completeText, errorText, nextHead } from './protocol';
import type { SocketWriter } from './socket-writer';

export interface SessionOperationsParts {
  readonly admission: Admission;
  readonly hub: Hub;
  readonly operations: OperationLog;
  readonly logger: Logger;
}

/** One operation that was begun and has not ended. */
interface Running {
  isStream: boolean;
  stopped: boolean;
  /** Why a stream may not begin: the rights of its request have changed. */
  outdated: readonly GraphQLFormattedError[] | null;
  /** Releases everything that the operation holds. */
  release(): void;
}

/** Facts from an operation's start that its log line needs. */
interface Begun {
  readonly startedAt: number;
  trace: OperationTrace | undefined;
  planCached?: boolean;
}

const NOTHING_TO_RELEASE = () => {};

/** The operations of one socket, by the client's ids: queries and mutations, and streams. */
export class SessionOperations {
  private readonly running = new Map<string, Running>();
  private onAnswered: (() => void) | null = null;

  constructor(
    private readonly parts: SessionOperationsParts,
    private readonly writer: SocketWriter,
  ) {}

  get count(): number {
    return this.running.size;
  }

  has(id: string): boolean {
    return this.running.has(id);
  }

  /** Never rejects. The id must be free; it is taken from now until the operation has ended. */
  async start(id: string, payload: SubscribePayload, caller: Caller): Promise<void> {
    const begun: Begun = { startedAt: performance.now(), trace: undefined };
    const run: Running = { isStream: false, stopped: false, outdated: null, release: NOTHING_TO_RELEASE };
    this.running.set(id, run);
    let operation: KnownOperation | null = null;
    try {
      const parameters = parametersOf(payload);
      begun.trace = this.parts.operations.begun(parameters.extensions);
      const left = new AbortController();
      run.release = () => left.abort(new Error('The client has left.'));
      const { trace } = begun;
      const explains = planRequest(parameters.extensions, undefined);
      const admitted = await this.parts.admission.admit({ parameters, caller, left: left.signal, explains, trace });
      operation = admitted.operation.known;
      begun.planCached = admitted.wasKnown;
      if (run.stopped) return admitted.abandon();
      if (operation.kind !== 'subscription' || admitted.isDry)
        return await this.execute(id, run, admitted, { caller, left: left.signal, trace }, begun);
      if (run.outdated) throw new RequestRefused(run.outdated);
      this.subscribe(id, run, admitted.bound, caller, begun);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) this.parts.logger.error({ err: error, correlationId: caller.correlationId }, 'an operation failed unexpectedly');
      const errors = refusal ?? [internalError(caller.correlationId)];
      if (!run.stopped) this.writer.send(errorText(id, errors));
      this.end(id, run);
      this.log(operation, caller, begun, codesOf(errors));
    }
  }

  /** The client does not need it any more. A mutation that has begun is finished all the same. */
  stop(id: string): void {
    const run = this.running.get(id);
    if (!run) return;
    run.stopped = true;
    this.end(id, run);
    run.release();
  }

  stopAll(): void {
    for (const id of [...this.running.keys()]) this.stop(id);
  }

  /** Ends all streams, also those that are about to begin, with the errors. Queries and mutations go on. */
  endStreams(errors: readonly GraphQLFormattedError[]): void {
    for (const [id, run] of [...this.running]) {
      run.outdated = errors;
      if (!run.isStream) continue;
      this.stop(id);
      this.writer.send(errorText(id, errors));
    }
  }

  /** Resolves when no query or mutation is under way. */
  answered(): Promise<void> {
    if (!this.isAnswering()) return Promise.resolve();
    return new Promise((resolve) => (this.onAnswered = resolve));
  }

  refuse(id: string, errors: readonly GraphQLFormattedError[]): void {
    this.writer.send(errorText(id, errors));
  }

  private subscribe(id: string, run: Running, bound: BoundOperation, caller: Caller, begun: Begun): void {
    const { known } = bound.operation;
    const head = nextHead(id);
    let events = 0;
    run.isStream = true;
    const ended = (codes: readonly string[]) => {
      this.end(id, run);
      this.log(known, caller, begun, codes, { events });
    };
    run.release = () => ended([]);
    const leave = this.parts.hub.join(
      { bound, caller },
      {
        next: (payload) => {
          events++;
          this.writer.send(`${head}${payload}}`);
        },
        error: (errors) => {
          this.writer.send(errorText(id, errors));
          ended(codesOf(errors));
        },
        complete: () => {
          this.writer.send(completeText(id));
          ended([]);
        },
      },
    );
    // A stream may be refused, or its reader too slow, before `join` returns.
    if (this.running.get(id) !== run) return leave();
    run.release = () => {
      leave();
      ended([]);
    };
    this.tellAnswered();
  }

  private async execute(id: string, run: Running, admitted: Admitted, request: ExecutionRequest, begun: Begun): Promise<void> {
    const answer = await admitted.execute(request);
    if (!run.stopped) {
      if (answer.data === undefined) this.writer.send(errorText(id, answer.errors ?? []));
      else {
        this.writer.send(`${nextHead(id)}${answerText(answer, admitted.extensions)}}`);
        this.writer.send(completeText(id));
      }
    }
    this.end(id, run);
    this.log(admitted.operation.known, request.caller, begun, codesOf(answer.errors));
  }

  private end(id: string, run: Running): void {
    // A client may use an id again as soon as it has completed the operation.
    if (this.running.get(id) === run) this.running.delete(id);
    this.tellAnswered();
  }

  private isAnswering(): boolean {
    return [...this.running.values()].some((run) => !run.isStream);
  }

  private tellAnswered(): void {
    if (!this.onAnswered || this.isAnswering()) return;
    this.onAnswered();
    this.onAnswered = null;
  }

  private log(operation: KnownOperation | null, caller: Caller, begun: Begun, codes: readonly string[], more: object = {}): void {
    const { startedAt, trace, planCached } = begun;
    this.parts.operations.finished({ operation, caller, startedAt, codes, trace, more: { socket: true, planCached, ...more } });
  }
}
