import type { ApiKey as ApiKeyRow, ApiUsageDay as ApiUsageDayRow, ApiKeySecret as ApiKeySecretRow } from '../../generated/prisma/client';

/** A key as its owner sees it, the newest secrets first. */
export type ApiKeyView = ApiKeyRow & { secrets: Pick<ApiKeySecretRow, 'start' | 'until'>[] };

/** What a key, or an app, did on one day. */
export type UsageDayView = Omit<ApiUsageDayRow, 'keyId'>;
