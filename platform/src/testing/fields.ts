import { openFieldCipher } from '../encryption';

/** What encrypts fields in tests; the same for all, so that a test reads what a seed wrote. */
export const fieldsForTest = openFieldCipher({}, 'only-for-tests-0123456789-abcdefghij');
