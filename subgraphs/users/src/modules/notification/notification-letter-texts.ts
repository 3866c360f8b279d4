import type { Language } from '../preference/preference-language';

interface LetterTexts {
  /** Of a digest; ICU, with `{count}`. */
  subject: string;
  /** What a digest has no room for; ICU, with `{count}`. */
  more: string;
  /** Before the link to the preferences. */
  why: string;
}

/** What stands around notifications in a mail. */
export const LETTERS: Record<Language, LetterTexts> = {
  EN: {
    subject: '{count} notifications',
    more: '{count, plural, =1 {One more is in the app.} other {# more are in the app.}}',
    why: 'Choose what is sent to you by mail:',
  },
  FR: {
    subject: '{count} notifications',
    more: '{count, plural, =1 {Une autre vous attend dans l’application.} other {# autres vous attendent dans l’application.}}',
    why: 'Choisissez ce qui vous est envoyé par e-mail :',
  },
  DE: {
    subject: '{count} Benachrichtigungen',
    more: '{count, plural, =1 {Eine weitere steht in der App.} other {# weitere stehen in der App.}}',
    why: 'Wähle, was dir per E-Mail geschickt wird:',
  },
  ES: {
    subject: '{count} notificaciones',
    more: '{count, plural, =1 {Hay otra en la aplicación.} other {Hay # más en la aplicación.}}',
    why: 'Elige qué se te envía por correo:',
  },
};
