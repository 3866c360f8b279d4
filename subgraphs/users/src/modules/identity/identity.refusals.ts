import { Refusal } from '@marquee/platform';

const NONE = 'This sign-in has waited too long, was used already, or the other provider has not shown who it is. Begin anew.';
export const invalidSocialLogin = () => new Refusal('InvalidSocialLogin', 'UNAUTHENTICATED', NONE, {}, { nextStep: 'SIGN_IN' });

const AWAY = 'The other provider does not answer as it should. Try again, or sign in by another way.';
export const providerUnavailable = () =>
  new Refusal('ProviderUnavailable', 'NOT_ALLOWED_NOW', AWAY, {}, { retryable: true, nextStep: 'WAIT' });

const UNKNOWN = 'No account here is linked with this one. Make one, or sign in to yours and link it.';
export const socialAccountUnknown = (facts: {
  registrationToken: string;
  email: string | null;
  emailTaken: boolean;
  displayName: string | null;
}) => new Refusal('SocialAccountUnknown', 'NOT_FOUND', UNKNOWN, facts, { nextStep: 'COMPLETE_ACTION' });

const LINKED = 'This account of the other provider signs in elsewhere already, or another of that provider signs in to yours.';
export const alreadyLinked = () => new Refusal('AlreadyLinked', 'CONFLICT', LINKED, {}, { nextStep: 'CHOOSE_OTHER' });

const LAST = 'Without it nothing signs in to your account. Set a password first, or link another account.';
export const lastWayIn = () => new Refusal('LastWayIn', 'NOT_ALLOWED_NOW', LAST, {}, { nextStep: 'COMPLETE_ACTION' });

const MANY = 'Too many sign-ins were begun from your network. Try again in some minutes.';
export const tooManySocialLogins = (retryAt: Date) =>
  new Refusal('TooManyRequests', 'RATE_LIMITED', MANY, { retryAt }, { retryable: true, nextStep: 'WAIT' });
