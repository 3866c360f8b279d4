/**
 * Who carries our mails to where they are read. Adapters stand behind this interface: `smtp/` hands them to a mail server; `folder/` is the
 * built-in one, which needs no account and shows them to a developer.
 *
 * `send` resolves when somebody else is responsible for the mail. Otherwise it throws MailFault, and nothing else. A fault may come after
 * the mail was taken: it is sent again with the same id, by which a mail server or a reader knows that it is one.
 */
export interface Mailer {
  readonly name: string;
  send(mail: Mail): Promise<void>;
}

/** One mail to one address. */
export interface Mail {
  /** The same at each try; its Message-ID is made of it. */
  id: string;
  /** What it is for (`verify-email`): told to operators, never the address or the text. */
  kind: string;
  to: string;
  /** One line. */
  subject: string;
  text: string;
  /** The same as a page; null for a mail of text alone. */
  html: string | null;
  /** Where one click keeps its reader from more of its kind (RFC 8058); absent where that cannot be. */
  unsubscribeUrl?: string;
}

/** A mail was not sent. It says nothing of the address or of the text, which are in what servers reply: it may stand in logs. */
export class MailFault extends Error {
  override name = 'MailFault';

  constructor(
    /** `550`, or the name of what was wrong with the connection. */
    readonly code: string,
    /** This mail will never be taken: nobody is to send it again. */
    readonly isPermanent: boolean,
    /** There is no such mailbox: no other mail will be taken there either. */
    readonly isAddressBad = false,
  ) {
    super(`The mail was not sent (${code}).`);
  }
}
