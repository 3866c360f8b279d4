import { OperationTypeNode } from 'graphql';
import type { Viewer } from '@marquee/platform';
import type { Answer, ExecutionRequest, Operation } from './operation';

interface Flight {
  readonly answer: Promise<Answer>;
  readonly everybodyLeft: AbortController;
  waiting: number;
}

/**
 * Runs a query once for all who ask the very same while it is under way: the same operation with the same variables, as the same person
 * with the same role, permissions and session, or as visitors. Subgraphs then hear of the first of them alone (correlation id, address,
 * client), which is why whoever runs the gateway has to want it.
 */
export class InFlight {
  private readonly flights = new WeakMap<Operation, Map<string, Flight>>();

  execute(operation: Operation, request: ExecutionRequest): Promise<Answer> {
    // An operation that asks for its own budget is answered to one payer.
    if (operation.kind !== OperationTypeNode.QUERY || operation.rateLimit) return operation.execute(request);
    let flights = this.flights.get(operation);
    if (!flights) this.flights.set(operation, (flights = new Map()));
    const key = JSON.stringify([identity(request.caller.viewer), request.measuresCost === true, request.variables]);
    const flight = flights.get(key) ?? begin(operation, request, flights, key);
    this.join(flight, request.left, () => {
      // Whoever comes now must not wait for what was given up.
      if (flights.get(key) === flight) flights.delete(key);
    });
    return flight.answer;
  }

  /** It is given up when the last who waits has left. */
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

function begin(operation: Operation, request: ExecutionRequest, flights: Map<string, Flight>, key: string): Flight {
  const everybodyLeft = new AbortController();
  const answer = operation.execute({ ...request, left: everybodyLeft.signal });
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
