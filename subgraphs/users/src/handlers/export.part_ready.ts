import type { Handler } from '../context';
import { notePart } from '../modules/export/export.store';

/** A subgraph has written its part of an export. */
export const exportPartReady: Handler<'export.part_ready'> = ({ payload }, step) => notePart(step, payload);
