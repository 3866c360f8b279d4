import { OperationTypeNode } from 'graphql';
import type { Viewer } from '@marquee/platform';
import type { Answer } from './answer';
import type { BoundOperation, ExecutionRequest } from './bound-operation';
import type { Operation } from './operation';

interface Flight {
  readonly answer: Promise<Answer>;
  readonly everybodyLeft: AbortController;
  waiting: number;
}

/**
 * Runs a query once for all who ask the very same while it is under way: the same operation with the same variables, as the same person
 * with the same role, permissions and session, or as visitors. Subgraphs then hear of the first of them alone (correlation id, address,
 * client), which is why the operator has to ask for it.
 */
export class InFlight {
  private readonly flights = new WeakMap<Operation, Map<string, Flight>>();

  execute(bound: BoundOperation, request: ExecutionRequest): Promise<Answer> {
    const { operation } = bound;
    // The answer to an operation that asks for its own budget is for one payer.
    if (operation.kind !== OperationTypeNode.QUERY || operation.rateLimit) return bound.execute(request);
    let flights = this.flights.get(operation);
    if (!flights) this.flights.set(operation, (flights = new Map()));
    const key = JSON.stringify([identity(request.caller.viewer), request.measuresCost === true, bound.variables]);
    const flight = flights.get(key) ?? begin(bound, request, flights, key);
    this.join(flight, request.left, () => {
      // A request that comes now must not wait for a run that was given up.
      if (flights.get(key) === flight) flights.delete(key);
    });
    return flight.answer;
  }

  /** A run is given up when the last request that waits for it has left. */
  private join(flight: Flight, left: AbortSignal, onEmpty: () => void): void {
    flight.waiting++;
    const leave = () => {
      if (--flight.waiting > 0) return;
      onEmpty();
      flight.everybodyLeft.abort(left.reason);
    };
    if (left.aborted) return leave();
    left.addEventListener('abort', leave, { once: true });
    const done = () => left.removeEventListener('abort', leave);
    flight.answer.then(done, done);
  }
}

function begin(bound: BoundOperation, request: ExecutionRequest, flights: Map<string, Flight>, key: string): Flight {
  const everybodyLeft = new AbortController();
  const answer = bound.execute({ ...request, left: everybodyLeft.signal });
  const flight: Flight = { answer, everybodyLeft, waiting: 0 };
  flights.set(key, flight);
  const landed = () => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  answer.then(landed, landed);
  return flight;
}

const identity = (viewer: Viewer | null) =>
  viewer && [viewer.id, viewer.sessionId, viewer.keyId ?? null, viewer.role, [...viewer.permissions].sort()];
