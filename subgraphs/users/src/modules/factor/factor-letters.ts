import type { Letter } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';

/** What we write to people about their second factor. */
interface FactorLetters {
  on(username: string): Letter;
  /** The code stands in a mail that is a way to sign in. */
  code(username: string, code: string): Letter;
  channels(username: string): Letter;
  renewed(username: string): Letter;
  off(username: string): Letter;
}

const letter = (subject: string, ...paragraphs: string[]): Letter => ({ subject, paragraphs });

const OTHERWISE: Record<Language, string> = {
  EN: 'If that was not you, change your password now: that ends all other sessions.',
  FR: 'Si ce n’était pas vous, changez votre mot de passe maintenant : cela termine toutes les autres sessions.',
  DE: 'Wenn du das nicht warst, ändere jetzt dein Passwort: Das beendet alle anderen Sitzungen.',
  ES: 'Si no has sido tú, cambia tu contraseña ahora: eso cierra todas las demás sesiones.',
};

const LETTERS: Record<Language, FactorLetters> = {
  EN: {
    on: (username) =>
      letter(
        'Signing in needs a second step now',
        `The account ${username} at Marquee asks for a code of an authenticator app from now on. Keep its backup codes in a safe place.`,
        OTHERWISE.EN,
      ),
    code: (username, code) =>
      letter(
        'Your code to sign in',
        `${code} is the code for the account ${username} at Marquee, good for 10 minutes and once. We never ask you for it.`,
        'If you are not signing in, somebody knows your password: change it now.',
      ),
    channels: (username) =>
      letter(
        'What your second step may be has changed',
        `Where codes for the account ${username} at Marquee are sent was changed.`,
        OTHERWISE.EN,
      ),
    renewed: (username) =>
      letter(
        'You have other backup codes now',
        `The account ${username} at Marquee has ten other backup codes. The former ones are void.`,
        OTHERWISE.EN,
      ),
    off: (username) =>
      letter('Signing in needs no second step any more', `The account ${username} at Marquee asks for no code any more.`, OTHERWISE.EN),
  },
  FR: {
    on: (username) =>
      letter(
        'La connexion demande maintenant une deuxième étape',
        `Le compte ${username} sur Marquee demande désormais un code d’une application d’authentification. Gardez ses codes de secours en lieu sûr.`,
        OTHERWISE.FR,
      ),
    code: (username, code) =>
      letter(
        'Votre code de connexion',
        `${code} est le code du compte ${username} sur Marquee, valable 10 minutes et une seule fois. Nous ne vous le demanderons jamais.`,
        'Si vous n’êtes pas en train de vous connecter, quelqu’un connaît votre mot de passe : changez-le maintenant.',
      ),
    channels: (username) =>
      letter(
        'Votre deuxième étape a changé',
        `L’endroit où les codes du compte ${username} sur Marquee sont envoyés a changé.`,
        OTHERWISE.FR,
      ),
    renewed: (username) =>
      letter(
        'Vous avez maintenant d’autres codes de secours',
        `Le compte ${username} sur Marquee a dix autres codes de secours. Les anciens ne sont plus valables.`,
        OTHERWISE.FR,
      ),
    off: (username) =>
      letter('La connexion ne demande plus de deuxième étape', `Le compte ${username} sur Marquee ne demande plus de code.`, OTHERWISE.FR),
  },
  DE: {
    on: (username) =>
      letter(
        'Zum Anmelden gehört jetzt ein zweiter Schritt',
        `Das Konto ${username} bei Marquee fragt ab jetzt nach einem Code einer Authenticator-App. Bewahre seine Ersatzcodes sicher auf.`,
        OTHERWISE.DE,
      ),
    code: (username, code) =>
      letter(
        'Dein Code zum Anmelden',
        `${code} ist der Code für das Konto ${username} bei Marquee, 10 Minuten und einmal gültig. Wir fragen dich nie danach.`,
        'Wenn du dich gerade nicht anmeldest, kennt jemand dein Passwort: Ändere es jetzt.',
      ),
    channels: (username) =>
      letter(
        'Dein zweiter Schritt hat sich geändert',
        `Wohin Codes für das Konto ${username} bei Marquee geschickt werden, wurde geändert.`,
        OTHERWISE.DE,
      ),
    renewed: (username) =>
      letter(
        'Du hast jetzt andere Ersatzcodes',
        `Das Konto ${username} bei Marquee hat zehn andere Ersatzcodes. Die bisherigen gelten nicht mehr.`,
        OTHERWISE.DE,
      ),
    off: (username) =>
      letter(
        'Zum Anmelden gehört kein zweiter Schritt mehr',
        `Das Konto ${username} bei Marquee fragt nach keinem Code mehr.`,
        OTHERWISE.DE,
      ),
  },
  ES: {
    on: (username) =>
      letter(
        'Iniciar sesión tiene ahora un segundo paso',
        `La cuenta ${username} de Marquee pide desde ahora un código de una aplicación de autenticación. Guarda sus códigos de respaldo en un lugar seguro.`,
        OTHERWISE.ES,
      ),
    code: (username, code) =>
      letter(
        'Tu código para iniciar sesión',
        `${code} es el código de la cuenta ${username} de Marquee, válido 10 minutos y una sola vez. Nunca te lo pediremos.`,
        'Si no estás iniciando sesión, alguien conoce tu contraseña: cámbiala ahora.',
      ),
    channels: (username) =>
      letter(
        'Tu segundo paso ha cambiado',
        `Se ha cambiado adónde se envían los códigos de la cuenta ${username} de Marquee.`,
        OTHERWISE.ES,
      ),
    renewed: (username) =>
      letter(
        'Ahora tienes otros códigos de respaldo',
        `La cuenta ${username} de Marquee tiene diez códigos de respaldo distintos. Los anteriores ya no valen.`,
        OTHERWISE.ES,
      ),
    off: (username) =>
      letter('Iniciar sesión ya no tiene un segundo paso', `La cuenta ${username} de Marquee ya no pide ningún código.`, OTHERWISE.ES),
  },
};

/** In the language that the person chose, else English. */
export const factorLettersIn = (language: Language | null): FactorLetters => LETTERS[language ?? 'EN'];
