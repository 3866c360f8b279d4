import type { ApiKey as ApiKeyRow, ApiKeySecret as ApiKeySecretRow } from '../../generated/prisma/client';

/** A key as its owner sees it, the newest secrets first. */
export type ApiKeyView = ApiKeyRow & { secrets: Pick<ApiKeySecretRow, 'start' | 'until'>[] };
