import type { Letter } from '../mail/mail-letter';
import { longDay } from '../mail/mail-day';
import type { Language } from '../preference/preference-language';

/** What we write to people whose account is to be erased. `link` has the token in it. */
interface ErasureLetters {
  confirmed(username: string, from: Date, link: string): Letter;
  soon(username: string, from: Date, link: string): Letter;
  cancelled(username: string): Letter;
  done(link: string): Letter;
}

const LETTERS: Record<Language, ErasureLetters> = {
  EN: {
    confirmed: (username, from, url) => ({
      subject: 'Your account will be erased',
      paragraphs: [
        `The account ${username} at Marquee is deactivated, and will be erased on ${longDay(from, 'EN')}. Until then you can call that off: follow the link, or sign in.`,
        'If that was not you, call it off now and choose a new password.',
      ],
      link: { label: 'See how far it is, or call it off', url },
    }),
    soon: (username, from, url) => ({
      subject: 'Your account will be erased soon',
      paragraphs: [
        `The account ${username} at Marquee will be erased on ${longDay(from, 'EN')}, for good. If you want to keep it, call that off before.`,
        'If you want it to be erased, there is nothing to do.',
      ],
      link: { label: 'See how far it is, or call it off', url },
    }),
    cancelled: (username) => ({
      subject: 'Your account stays',
      paragraphs: [
        `The account ${username} at Marquee will not be erased. It is as it was; sign in anew.`,
        'If that was not you, choose a new password.',
      ],
    }),
    done: (url) => ({
      subject: 'Your account is erased',
      paragraphs: [
        'Your account at Marquee is erased in every part of the platform. Orders and the accounts of their money are kept under a pseudonym, because the law asks for it.',
        'This is the last mail: your address is forgotten with it.',
      ],
      link: { label: 'The receipts', url },
    }),
  },
  FR: {
    confirmed: (username, from, url) => ({
      subject: 'Votre compte va être effacé',
      paragraphs: [
        `Le compte ${username} sur Marquee est désactivé et sera effacé le ${longDay(from, 'FR')}. D’ici là, vous pouvez annuler : suivez le lien ou connectez-vous.`,
        'Si ce n’était pas vous, annulez maintenant et choisissez un nouveau mot de passe.',
      ],
      link: { label: 'Voir où cela en est, ou annuler', url },
    }),
    soon: (username, from, url) => ({
      subject: 'Votre compte sera bientôt effacé',
      paragraphs: [
        `Le compte ${username} sur Marquee sera effacé définitivement le ${longDay(from, 'FR')}. Si vous voulez le garder, annulez avant cette date.`,
        'Si vous voulez qu’il soit effacé, il n’y a rien à faire.',
      ],
      link: { label: 'Voir où cela en est, ou annuler', url },
    }),
    cancelled: (username) => ({
      subject: 'Votre compte est conservé',
      paragraphs: [
        `Le compte ${username} sur Marquee ne sera pas effacé. Il est comme avant ; connectez-vous à nouveau.`,
        'Si ce n’était pas vous, choisissez un nouveau mot de passe.',
      ],
    }),
    done: (url) => ({
      subject: 'Votre compte est effacé',
      paragraphs: [
        'Votre compte sur Marquee est effacé dans toutes les parties de la plateforme. Les commandes et leur comptabilité sont conservées sous un pseudonyme, car la loi l’exige.',
        'Ceci est le dernier courriel : votre adresse est oubliée avec lui.',
      ],
      link: { label: 'Les attestations', url },
    }),
  },
  DE: {
    confirmed: (username, from, url) => ({
      subject: 'Dein Konto wird gelöscht',
      paragraphs: [
        `Das Konto ${username} bei Marquee ist deaktiviert und wird am ${longDay(from, 'DE')} gelöscht. Bis dahin kannst du das abbrechen: Folge dem Link oder melde dich an.`,
        'Wenn du das nicht warst, brich es jetzt ab und wähle ein neues Passwort.',
      ],
      link: { label: 'Ansehen, wie weit es ist, oder abbrechen', url },
    }),
    soon: (username, from, url) => ({
      subject: 'Dein Konto wird bald gelöscht',
      paragraphs: [
        `Das Konto ${username} bei Marquee wird am ${longDay(from, 'DE')} endgültig gelöscht. Wenn du es behalten willst, brich das vorher ab.`,
        'Wenn es gelöscht werden soll, brauchst du nichts zu tun.',
      ],
      link: { label: 'Ansehen, wie weit es ist, oder abbrechen', url },
    }),
    cancelled: (username) => ({
      subject: 'Dein Konto bleibt',
      paragraphs: [
        `Das Konto ${username} bei Marquee wird nicht gelöscht. Es ist wie vorher; melde dich neu an.`,
        'Wenn du das nicht warst, wähle ein neues Passwort.',
      ],
    }),
    done: (url) => ({
      subject: 'Dein Konto ist gelöscht',
      paragraphs: [
        'Dein Konto bei Marquee ist in allen Teilen der Plattform gelöscht. Bestellungen und ihre Buchungen bleiben unter einem Pseudonym, weil das Gesetz es verlangt.',
        'Das ist die letzte Mail: Mit ihr wird deine Adresse vergessen.',
      ],
      link: { label: 'Die Belege', url },
    }),
  },
  ES: {
    confirmed: (username, from, url) => ({
      subject: 'Tu cuenta se va a borrar',
      paragraphs: [
        `La cuenta ${username} en Marquee está desactivada y se borrará el ${longDay(from, 'ES')}. Hasta entonces puedes cancelarlo: sigue el enlace o inicia sesión.`,
        'Si no has sido tú, cancélalo ahora y elige una contraseña nueva.',
      ],
      link: { label: 'Ver cómo va, o cancelarlo', url },
    }),
    soon: (username, from, url) => ({
      subject: 'Tu cuenta se borrará pronto',
      paragraphs: [
        `La cuenta ${username} en Marquee se borrará para siempre el ${longDay(from, 'ES')}. Si quieres conservarla, cancélalo antes.`,
        'Si quieres que se borre, no tienes que hacer nada.',
      ],
      link: { label: 'Ver cómo va, o cancelarlo', url },
    }),
    cancelled: (username) => ({
      subject: 'Tu cuenta se queda',
      paragraphs: [
        `La cuenta ${username} en Marquee no se borrará. Está como antes; inicia sesión de nuevo.`,
        'Si no has sido tú, elige una contraseña nueva.',
      ],
    }),
    done: (url) => ({
      subject: 'Tu cuenta está borrada',
      paragraphs: [
        'Tu cuenta en Marquee está borrada en todas las partes de la plataforma. Los pedidos y su contabilidad se guardan bajo un seudónimo, porque la ley lo exige.',
        'Este es el último correo: con él se olvida tu dirección.',
      ],
      link: { label: 'Los comprobantes', url },
    }),
  },
};

/** In this language; null: none was chosen. */
export const erasureLettersIn = (language: Language | null): ErasureLetters => LETTERS[language ?? 'EN'];
