/** Names of the live channels of this subgraph. The first two wake requests that wait for an answer of another subgraph. */
export const channels = {
  /** The door has answered whether its tickets can go back. */
  refund: (refundId: string) => `payments:refund:${refundId}`,
  /** The sales of an event may begin. */
  sales: (eventId: string) => `payments:sales:${eventId}`,
  /** What is sold of an event has changed, in whatever way. */
  sold: (eventId: string) => `payments:sold:${eventId}`,
  /** An order that is split among people has changed, or a part of it. */
  order: (orderId: string) => `payments:order:${orderId}`,
  /** The event, or who runs it, has changed. */
  event: (eventId: string) => `payments:event:${eventId}`,
  /** Nothing in particular: what this person may see has changed. */
  rights: (userId: string) => `payments:rights:${userId}`,
};
