import { longDay } from '../mail/mail-day';
import type { Letter } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';

type ExportReady = (username: string, until: Date, link: string) => Letter;

const LETTERS: Record<Language, ExportReady> = {
  EN: (username, until, url) => ({
    subject: 'Your data is ready',
    paragraphs: [
      `All that Marquee keeps of the account ${username} is in one file. You can fetch it until ${longDay(until, 'EN')}; then it is deleted.`,
      'Whoever has this link can fetch it: do not pass it on. If you did not ask for it, change your password now.',
    ],
    link: { label: 'Fetch my data', url },
  }),
  FR: (username, until, url) => ({
    subject: 'Vos données sont prêtes',
    paragraphs: [
      `Tout ce que Marquee conserve du compte ${username} est dans un seul fichier. Vous pouvez le récupérer jusqu’au ${longDay(until, 'FR')} ; il est ensuite supprimé.`,
      'Quiconque a ce lien peut le récupérer : ne le transmettez pas. Si vous ne l’avez pas demandé, changez votre mot de passe maintenant.',
    ],
    link: { label: 'Récupérer mes données', url },
  }),
  DE: (username, until, url) => ({
    subject: 'Deine Daten sind bereit',
    paragraphs: [
      `Alles, was Marquee vom Konto ${username} aufbewahrt, ist in einer Datei. Du kannst sie bis zum ${longDay(until, 'DE')} abholen; dann wird sie gelöscht.`,
      'Wer diesen Link hat, kann sie abholen: Gib ihn nicht weiter. Wenn du nicht darum gebeten hast, ändere jetzt dein Passwort.',
    ],
    link: { label: 'Meine Daten abholen', url },
  }),
  ES: (username, until, url) => ({
    subject: 'Tus datos están listos',
    paragraphs: [
      `Todo lo que Marquee guarda de la cuenta ${username} está en un archivo. Puedes recogerlo hasta el ${longDay(until, 'ES')}; después se borra.`,
      'Quien tenga este enlace puede recogerlo: no lo compartas. Si no lo has pedido, cambia tu contraseña ahora.',
    ],
    link: { label: 'Recoger mis datos', url },
  }),
};

/** In this language; null: none was chosen. `link` has the token in it. */
export const exportReadyIn = (language: Language | null): ExportReady => LETTERS[language ?? 'EN'];
