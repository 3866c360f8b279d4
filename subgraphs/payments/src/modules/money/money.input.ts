import { z } from '@marquee/platform';
import { hasCardNumber } from './card-number';

/** The same text, refused before it reaches a statement when it looks like a card number. */
export const withoutCard = <Schema extends z.ZodType<string>>(text: Schema) =>
  text.refine((value) => !hasCardNumber(value), 'must not contain a card number: it belongs to the payment processor alone');

/** The processor's reference of a payment method: a token that begins with a letter, never what is printed on a card. */
export const methodReference = () =>
  withoutCard(
    z
      .string()
      .max(255, 'must have at most 255 characters')
      .regex(/^[A-Za-z][A-Za-z0-9_.:-]*$/, 'must be a payment method as the processor’s client library made it'),
  );
