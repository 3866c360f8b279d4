import type { Erasure, ErasurePart } from '../../generated/prisma/client';

/** An erasure, and what each subgraph has told of it so far. */
export type ErasureView = Erasure & { parts: ErasurePart[] };
