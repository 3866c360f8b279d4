import type { DataExport, DataExportPart } from '../../generated/prisma/client';

/** An export, and which parts of it are there. */
export type ExportView = DataExport & { parts: DataExportPart[] };
