import type { Handler } from '../context';
import { noteForeseen } from '../modules/erasure/erasure.store';

/** A part of the platform has told what an erasure would do there. */
export const erasureForeseen: Handler<'erasure.foreseen'> = ({ payload }, step) => noteForeseen(step, payload);
