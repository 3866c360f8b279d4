import type { Tx } from '../../db';
import type { Connection } from '../../generated/prisma/client';
import { outbox } from '../../outbox';

/** Tells the other subgraphs how a connection stands now; in the transaction that made it so. */
export async function tellConnections(tx: Tx, connections: readonly Connection[], correlationId: string): Promise<void> {
  await outbox.appendAll(
    tx,
    connections.map((connection) => ({
      topic: 'connection.changed' as const,
      key: connection.id,
      payload: {
        connectionId: connection.id,
        version: connection.version,
        requesterId: connection.requesterId,
        addresseeId: connection.addresseeId,
        type: connection.type,
        status: connection.status,
      },
      headers: { correlationId },
    })),
  );
}
