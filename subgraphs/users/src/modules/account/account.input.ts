import { idempotencyKey, soughtText, z } from '@marquee/platform';
import { displayName, ownName } from '../user/user.input';
import { USERNAME } from '../user/user-username';
import { isCommonPassword } from './account-common-passwords';
import { isEmail, tidyEmail } from '../address/address-email';
import { isOwnName } from './account-own-names';

const MINIMUM_AGE = 18;

export const OWN_NAME = 'must not be your name or address';

export const email = () =>
  z.string().transform(tidyEmail).pipe(z.string().refine(isEmail, 'must be an e-mail address of at most 254 characters'));

export const username = () =>
  z
    .string()
    .transform((value) => value.trim())
    .pipe(ownName(z.string().regex(USERNAME, 'must have 3 to 40 letters, digits, _, . or -, beginning with a letter or digit')));

export const newPassword = () =>
  z
    .string()
    .min(8, 'must have at least 8 characters')
    .max(256, 'must have at most 256 characters')
    .refine((value) => !isCommonPassword(value), 'is one of the most common passwords; choose another');

/** A password typed to sign in: bounded, and otherwise not judged, so that a refusal tells nothing. */
export const typedPassword = () => soughtText(1024);

/** `today` and the highest age decide about a date of birth. */
export const birthDate = (today: Date, maximumAge: number | undefined) =>
  z.iso
    .date('must be a date such as 2001-05-30')
    .refine((date) => ageOn(today, date) >= MINIMUM_AGE, `you must be at least ${MINIMUM_AGE} years old`)
    .refine(
      (date) => ageOn(today, date) <= (maximumAge ?? 130),
      maximumAge ? `you must be at most ${maximumAge} years old` : 'must not be so long ago',
    );

export const registerInput = (today: Date, maximumAge: number | undefined) =>
  z
    .object({
      email: email(),
      username: username(),
      password: newPassword(),
      displayName: displayName(),
      birthDate: birthDate(today, maximumAge).nullish(),
      idempotencyKey: idempotencyKey(),
    })
    .refine(({ password, ...names }) => !isOwnName(password, names), {
      path: ['password'],
      message: OWN_NAME,
      // Told together with the faults of other fields.
      when({ value }) {
        const { password, email, username } = value as Record<string, unknown>;
        return [password, email, username].every((field) => typeof field === 'string');
      },
    });

export type Register = z.output<ReturnType<typeof registerInput>>;

export const loginInput = z.object({
  emailOrUsername: soughtText(254),
  password: typedPassword(),
  idempotencyKey: idempotencyKey(),
});

export type Login = z.output<typeof loginInput>;

export const changePasswordInput = z
  .object({
    currentPassword: typedPassword(),
    newPassword: newPassword(),
    idempotencyKey: idempotencyKey(),
  })
  .refine(({ currentPassword, newPassword }) => currentPassword.normalize('NFKC') !== newPassword.normalize('NFKC'), {
    path: ['newPassword'],
    message: 'must be another one than before',
  });

export type ChangePassword = z.output<typeof changePasswordInput>;

/** Full years from a date of birth to a day. */
function ageOn(day: Date, birthDate: string): number {
  const [year = 0, month = 0, date = 0] = birthDate.split('-').map(Number);
  const had = day.getUTCMonth() + 1 > month || (day.getUTCMonth() + 1 === month && day.getUTCDate() >= date);
  return day.getUTCFullYear() - year - (had ? 0 : 1);
}
