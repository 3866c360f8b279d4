import type { DataExport, DataExportPart } from '../../generated/prisma/client';

/** An export, and which parts of it are there. `bySession`: shown to who is signed in, and not to who brought its token. */
export type ExportView = DataExport & { parts: DataExportPart[]; bySession?: boolean };
