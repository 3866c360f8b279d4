import type { Handler } from '../context';
import { keepExamined } from '../modules/image/examined-image.store';

/** The pixels of a picture were measured: events that name it are screened again, soon. */
export const imageExamined: Handler<'image.examined'> = ({ payload }, step) => keepExamined(step, payload);
