import { idempotencyKey, z } from '@marquee/platform';
import { phoneNumberOf } from './phone-number';

const NO_NUMBER = 'must be the number of a mobile phone with its country, such as +14165550100';

export const addPhoneInput = z.object({
  number: z
    .string()
    .max(40, 'must have at most 40 characters')
    .transform((value, context) => {
      const number = phoneNumberOf(value);
      if (number) return number;
      context.addIssue({ code: 'custom', message: NO_NUMBER });
      return z.NEVER;
    }),
  idempotencyKey: idempotencyKey(),
});
export type AddPhone = z.output<typeof addPhoneInput>;

/** As somebody types it: `123 456`. */
const smsCode = () =>
  z
    .string()
    .max(20, 'must be six digits')
    .transform((value) => value.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'must be six digits'));

export const confirmPhoneInput = z.object({ code: smsCode(), idempotencyKey: idempotencyKey() });
export type ConfirmPhone = z.output<typeof confirmPhoneInput>;

export const removePhoneInput = z.object({ idempotencyKey: idempotencyKey() });
export type RemovePhone = z.output<typeof removePhoneInput>;
