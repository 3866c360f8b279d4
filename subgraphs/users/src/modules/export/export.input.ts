import { idempotencyKey, z } from '@marquee/platform';

export const requestDataExportInput = z.object({ idempotencyKey: idempotencyKey() });
export type RequestDataExport = z.output<typeof requestDataExportInput>;
