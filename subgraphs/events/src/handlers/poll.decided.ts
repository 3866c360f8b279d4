import type { Handler } from '../context';
import { signUpGoers } from '../modules/attendance/goers.store';

/** A group has decided for an event: signs up those who agreed to go. */
export const pollDecided: Handler<'poll.decided'> = ({ payload }, step) => signUpGoers(step, payload);
