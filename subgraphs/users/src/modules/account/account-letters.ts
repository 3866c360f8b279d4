import type { Letter } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';

/** What we write to people about their account. `link` has the token in it. */
interface AccountLetters {
  verifyAddress(username: string, link: string): Letter;
  resetPassword(username: string, link: string): Letter;
  passwordChanged(username: string): Letter;
  addressChangeAsked(username: string): Letter;
  addressChanged(username: string): Letter;
}

const english: AccountLetters = {
  verifyAddress: (username, link) => ({
    subject: 'Is this your address?',
    paragraphs: [
      `Somebody gave this address for the account ${username} at Marquee. If that was you, follow the link within 24 hours.`,
      'If it was not, do nothing: without the link the address is nobody’s.',
    ],
    link: { label: 'This is my address', url: link },
  }),
  resetPassword: (username, link) => ({
    subject: 'A new password',
    paragraphs: [
      `Somebody asked for a new password for the account ${username} at Marquee. If that was you, follow the link within 10 minutes.`,
      'If it was not, do nothing: the password stays as it is.',
    ],
    link: { label: 'Choose a new password', url: link },
  }),
  passwordChanged: (username) => ({
    subject: 'Your password was changed',
    paragraphs: [
      `The account ${username} at Marquee has another password from now on, and its other sessions have ended.`,
      'If that was not you, ask for a new password at once, and look after your mail.',
    ],
  }),
  addressChangeAsked: (username) => ({
    subject: 'Another address for your account',
    paragraphs: [
      `Somebody who knows the password of the account ${username} at Marquee asked to give it another address. This one holds until the other is shown to be theirs.`,
      'If that was not you, change your password now: that ends all other sessions.',
    ],
  }),
  addressChanged: (username) => ({
    subject: 'Your account has another address now',
    paragraphs: [
      `The account ${username} at Marquee has another address from now on, and this one does not sign in any more.`,
      'If that was not you, write to the platform.',
    ],
  }),
};

const french: AccountLetters = {
  verifyAddress: (username, link) => ({
    subject: 'Est-ce bien votre adresse ?',
    paragraphs: [
      `Quelqu’un a donné cette adresse pour le compte ${username} sur Marquee. Si c’était vous, suivez le lien dans les 24 heures.`,
      'Sinon, ne faites rien : sans le lien, l’adresse n’appartient à personne.',
    ],
    link: { label: 'C’est mon adresse', url: link },
  }),
  resetPassword: (username, link) => ({
    subject: 'Un nouveau mot de passe',
    paragraphs: [
      `Quelqu’un a demandé un nouveau mot de passe pour le compte ${username} sur Marquee. Si c’était vous, suivez le lien dans les 10 minutes.`,
      'Sinon, ne faites rien : le mot de passe reste le même.',
    ],
    link: { label: 'Choisir un nouveau mot de passe', url: link },
  }),
  passwordChanged: (username) => ({
    subject: 'Votre mot de passe a été modifié',
    paragraphs: [
      `Le compte ${username} sur Marquee a désormais un autre mot de passe, et ses autres sessions sont terminées.`,
      'Si ce n’était pas vous, demandez tout de suite un nouveau mot de passe et vérifiez votre messagerie.',
    ],
  }),
  addressChangeAsked: (username) => ({
    subject: 'Une autre adresse pour votre compte',
    paragraphs: [
      `Quelqu’un qui connaît le mot de passe du compte ${username} sur Marquee a demandé à lui donner une autre adresse. Celle-ci reste valable jusqu’à ce que l’autre soit confirmée.`,
      'Si ce n’était pas vous, changez votre mot de passe maintenant : cela termine toutes les autres sessions.',
    ],
  }),
  addressChanged: (username) => ({
    subject: 'Votre compte a maintenant une autre adresse',
    paragraphs: [
      `Le compte ${username} sur Marquee a désormais une autre adresse, et celle-ci ne permet plus de se connecter.`,
      'Si ce n’était pas vous, écrivez à la plateforme.',
    ],
  }),
};

const german: AccountLetters = {
  verifyAddress: (username, link) => ({
    subject: 'Ist das deine Adresse?',
    paragraphs: [
      `Jemand hat diese Adresse für das Konto ${username} bei Marquee angegeben. Wenn du das warst, folge dem Link innerhalb von 24 Stunden.`,
      'Wenn nicht, brauchst du nichts zu tun: Ohne den Link gehört die Adresse niemandem.',
    ],
    link: { label: 'Das ist meine Adresse', url: link },
  }),
  resetPassword: (username, link) => ({
    subject: 'Ein neues Passwort',
    paragraphs: [
      `Jemand hat ein neues Passwort für das Konto ${username} bei Marquee angefordert. Wenn du das warst, folge dem Link innerhalb von 10 Minuten.`,
      'Wenn nicht, brauchst du nichts zu tun: Das Passwort bleibt, wie es ist.',
    ],
    link: { label: 'Neues Passwort wählen', url: link },
  }),
  passwordChanged: (username) => ({
    subject: 'Dein Passwort wurde geändert',
    paragraphs: [
      `Das Konto ${username} bei Marquee hat ab jetzt ein anderes Passwort, und seine übrigen Sitzungen sind beendet.`,
      'Wenn du das nicht warst, fordere sofort ein neues Passwort an und prüfe dein Postfach.',
    ],
  }),
  addressChangeAsked: (username) => ({
    subject: 'Eine andere Adresse für dein Konto',
    paragraphs: [
      `Jemand, der das Passwort des Kontos ${username} bei Marquee kennt, möchte ihm eine andere Adresse geben. Diese hier gilt, bis die andere bestätigt ist.`,
      'Wenn du das nicht warst, ändere jetzt dein Passwort: Das beendet alle anderen Sitzungen.',
    ],
  }),
  addressChanged: (username) => ({
    subject: 'Dein Konto hat jetzt eine andere Adresse',
    paragraphs: [
      `Das Konto ${username} bei Marquee hat ab jetzt eine andere Adresse; mit dieser kannst du dich nicht mehr anmelden.`,
      'Wenn du das nicht warst, schreib der Plattform.',
    ],
  }),
};

const spanish: AccountLetters = {
  verifyAddress: (username, link) => ({
    subject: '¿Es esta tu dirección?',
    paragraphs: [
      `Alguien ha dado esta dirección para la cuenta ${username} de Marquee. Si has sido tú, sigue el enlace en las próximas 24 horas.`,
      'Si no, no hagas nada: sin el enlace la dirección no es de nadie.',
    ],
    link: { label: 'Es mi dirección', url: link },
  }),
  resetPassword: (username, link) => ({
    subject: 'Una contraseña nueva',
    paragraphs: [
      `Alguien ha pedido una contraseña nueva para la cuenta ${username} de Marquee. Si has sido tú, sigue el enlace en los próximos 10 minutos.`,
      'Si no, no hagas nada: la contraseña sigue siendo la misma.',
    ],
    link: { label: 'Elegir una contraseña nueva', url: link },
  }),
  passwordChanged: (username) => ({
    subject: 'Tu contraseña ha cambiado',
    paragraphs: [
      `La cuenta ${username} de Marquee tiene otra contraseña desde ahora, y sus demás sesiones han terminado.`,
      'Si no has sido tú, pide enseguida una contraseña nueva y revisa tu correo.',
    ],
  }),
  addressChangeAsked: (username) => ({
    subject: 'Otra dirección para tu cuenta',
    paragraphs: [
      `Alguien que conoce la contraseña de la cuenta ${username} de Marquee ha pedido darle otra dirección. Esta vale hasta que la otra se confirme.`,
      'Si no has sido tú, cambia tu contraseña ahora: eso cierra todas las demás sesiones.',
    ],
  }),
  addressChanged: (username) => ({
    subject: 'Tu cuenta tiene ahora otra dirección',
    paragraphs: [
      `La cuenta ${username} de Marquee tiene otra dirección desde ahora, y con esta ya no se puede iniciar sesión.`,
      'Si no has sido tú, escribe a la plataforma.',
    ],
  }),
};

const LETTERS: Record<Language, AccountLetters> = { EN: english, FR: french, DE: german, ES: spanish };

/** In the language that the person chose, else English. */
export const lettersIn = (language: Language | null): AccountLetters => LETTERS[language ?? 'EN'];
