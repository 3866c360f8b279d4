import type { Letter } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';

/** What we write to people about accounts of other providers. */
interface IdentityLetters {
  linked(username: string, label: string): Letter;
  unlinked(username: string, label: string): Letter;
}

const letter = (subject: string, ...paragraphs: string[]): Letter => ({ subject, paragraphs });

const OTHERWISE: Record<Language, string> = {
  EN: 'If that was not you, change your password now, and look at the linked accounts in your settings.',
  FR: 'Si ce n’était pas vous, changez votre mot de passe maintenant et vérifiez les comptes liés dans vos réglages.',
  DE: 'Wenn du das nicht warst, ändere jetzt dein Passwort und sieh dir die verknüpften Konten in deinen Einstellungen an.',
  ES: 'Si no has sido tú, cambia tu contraseña ahora y revisa las cuentas vinculadas en tus ajustes.',
};

const LETTERS: Record<Language, IdentityLetters> = {
  EN: {
    linked: (username, label) =>
      letter(
        `Your account at ${label} signs in here now`,
        `An account at ${label} signs in to the account ${username} at Marquee from now on.`,
        OTHERWISE.EN,
      ),
    unlinked: (username, label) =>
      letter(
        `Your account at ${label} signs in here no more`,
        `The account at ${label} signs in to the account ${username} at Marquee no more.`,
        OTHERWISE.EN,
      ),
  },
  FR: {
    linked: (username, label) =>
      letter(
        `Votre compte ${label} permet maintenant de vous connecter ici`,
        `Un compte ${label} permet désormais de se connecter au compte ${username} sur Marquee.`,
        OTHERWISE.FR,
      ),
    unlinked: (username, label) =>
      letter(
        `Votre compte ${label} ne permet plus de vous connecter ici`,
        `Le compte ${label} ne permet plus de se connecter au compte ${username} sur Marquee.`,
        OTHERWISE.FR,
      ),
  },
  DE: {
    linked: (username, label) =>
      letter(
        `Mit deinem Konto bei ${label} kannst du dich jetzt hier anmelden`,
        `Ein Konto bei ${label} meldet ab jetzt beim Konto ${username} bei Marquee an.`,
        OTHERWISE.DE,
      ),
    unlinked: (username, label) =>
      letter(
        `Mit deinem Konto bei ${label} kannst du dich hier nicht mehr anmelden`,
        `Das Konto bei ${label} meldet nicht mehr beim Konto ${username} bei Marquee an.`,
        OTHERWISE.DE,
      ),
  },
  ES: {
    linked: (username, label) =>
      letter(
        `Tu cuenta de ${label} ya sirve para entrar aquí`,
        `Una cuenta de ${label} sirve desde ahora para entrar en la cuenta ${username} de Marquee.`,
        OTHERWISE.ES,
      ),
    unlinked: (username, label) =>
      letter(
        `Tu cuenta de ${label} ya no sirve para entrar aquí`,
        `La cuenta de ${label} ya no sirve para entrar en la cuenta ${username} de Marquee.`,
        OTHERWISE.ES,
      ),
  },
};

/** In this language; null: none was chosen. */
export const identityLettersIn = (language: Language | null): IdentityLetters => LETTERS[language ?? 'EN'];
