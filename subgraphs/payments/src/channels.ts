/** Names of the live channels of this subgraph. Nobody subscribes to them: they wake requests that wait for an answer of another subgraph. */
export const channels = {
  /** The door has answered whether its tickets can go back. */
  refund: (refundId: string) => `payments:refund:${refundId}`,
  /** The sales of an event may begin. */
  sales: (eventId: string) => `payments:sales:${eventId}`,
};
