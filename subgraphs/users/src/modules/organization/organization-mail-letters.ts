import type { Letter } from '../mail/mail-letter';
import type { Language } from '../preference/preference-language';

interface Told {
  inviter: string;
  organization: string;
  /** With the token in it. */
  link: string;
}

/** In the language of who invites: nothing is known of the reader. */
const LETTERS: Record<Language, (told: Told) => Letter> = {
  EN: ({ inviter, organization, link }) => ({
    subject: `${inviter} invites you to work for ${organization}`,
    paragraphs: [
      `${inviter} invites you to work for ${organization} on Marquee. The link tells more; with an account of this address you can accept within 14 days.`,
      'If you do not know what this is about, decline or ignore it: nothing happens.',
    ],
    link: { label: 'See the invitation', url: link },
  }),
  FR: ({ inviter, organization, link }) => ({
    subject: `${inviter} vous invite à travailler pour ${organization}`,
    paragraphs: [
      `${inviter} vous invite à travailler pour ${organization} sur Marquee. Le lien en dit plus ; avec un compte de cette adresse, vous pouvez accepter dans les 14 jours.`,
      'Si vous ne savez pas de quoi il s’agit, refusez ou ignorez cette invitation : il ne se passe rien.',
    ],
    link: { label: 'Voir l’invitation', url: link },
  }),
  DE: ({ inviter, organization, link }) => ({
    subject: `${inviter} lädt dich ein, für ${organization} zu arbeiten`,
    paragraphs: [
      `${inviter} lädt dich ein, auf Marquee für ${organization} zu arbeiten. Der Link sagt mehr; mit einem Konto dieser Adresse kannst du binnen 14 Tagen annehmen.`,
      'Wenn du nicht weißt, worum es geht, lehne ab oder beachte es nicht: Es geschieht nichts.',
    ],
    link: { label: 'Einladung ansehen', url: link },
  }),
  ES: ({ inviter, organization, link }) => ({
    subject: `${inviter} te invita a trabajar para ${organization}`,
    paragraphs: [
      `${inviter} te invita a trabajar para ${organization} en Marquee. El enlace cuenta más; con una cuenta de esta dirección puedes aceptar en un plazo de 14 días.`,
      'Si no sabes de qué se trata, rechaza la invitación o no le hagas caso: no pasa nada.',
    ],
    link: { label: 'Ver la invitación', url: link },
  }),
};

export const invitationLetter = (language: Language | null, told: Told): Letter => LETTERS[language ?? 'EN'](told);
