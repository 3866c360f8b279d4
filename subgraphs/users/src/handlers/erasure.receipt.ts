import type { Handler } from '../context';
import { noteReceipt } from '../modules/erasure/erasure-saga.store';

/** A part of the platform has erased a person, users itself among them. */
export const erasureReceipt: Handler<'erasure.receipt'> = ({ payload }, step) => noteReceipt(step, payload);
