/**
 * Who carries short messages to phones. Adapters stand behind this interface: `twilio/` hands them to Twilio; `folder/` is the built-in one,
 * which needs no account and shows them to a developer.
 *
 * `send` resolves when somebody else is responsible for the message. Otherwise it throws SmsFault, and nothing else. A fault may come after the
 * message was taken: sent again it may arrive twice, because phones do not know that two are one.
 */
export interface SmsSender {
  readonly name: string;
  send(message: Sms): Promise<void>;
}

/** One short message to one phone. */
export interface Sms {
  /** The same at each try. */
  id: string;
  /** What it is for (`phone-code`): told to operators, never the number or the text. */
  kind: string;
  /** E.164: `+14165550100`. */
  to: string;
  text: string;
  /** So long it is of use; a carrier that holds it for longer drops it. */
  usefulForMs: number;
}

/** A message was not sent. It says nothing of the number or of the text: it may stand in logs. */
export class SmsFault extends Error {
  override name = 'SmsFault';

  constructor(
    /** The provider's own code (`21211`), an HTTP status, or the name of what was wrong with the connection. */
    readonly code: string,
    /** This message will never be taken: nobody is to send it again. */
    readonly isPermanent: boolean,
    /** The provider asks to wait for so long; null where it does not. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(`The message was not sent (${code}).`);
  }
}
