/** Whose push service a device is reached by. */
export type PushProvider = 'FCM' | 'EXPO';

/**
 * Who carries notifications to devices. Adapters stand behind this interface: `fcm/` hands them to Firebase Cloud Messaging, `expo/` to Expo;
 * `folder/` is the built-in one, which needs no account and shows them to a developer.
 */
export interface Pusher {
  readonly name: string;
  /** What became of each, in the order of the pushes; never throws. A fault may come after a push was taken: `collapseKey` makes two one. */
  send(pushes: readonly Push[]): Promise<PushOutcome[]>;
  /** What became later of what was taken, by receipt; what is not known yet is not among them. Null: nothing more is ever known. */
  readonly receipts: ((ids: readonly string[]) => Promise<ReadonlyMap<string, PushOutcome>>) | null;
}

/** One notification for one device. */
export interface Push {
  /** The same at each try. */
  id: string;
  provider: PushProvider;
  /** What the provider calls the device. */
  token: string;
  /** Null, as `body`: nothing is shown, only the badge changes. */
  title: string | null;
  body: string | null;
  imageUrl: string | null;
  /** For the app: flat texts. */
  data: Readonly<Record<string, string>>;
  /** The number on the icon of the app. */
  badge: number;
  /** A device shows the newest of one key alone. */
  collapseKey: string;
  /** So long the provider keeps it for a device that is away. */
  ttlSeconds: number;
}

export type PushOutcome =
  /** Somebody else is responsible for it. */
  | { is: 'SENT'; receiptId: string | null }
  /** The provider does not know this device any more: the token is to be forgotten. */
  | { is: 'GONE'; code: string }
  /** It was not sent; `isPermanent`: and never will be. The code says nothing of the token or the text. */
  | { is: 'FAULT'; code: string; isPermanent: boolean; retryAfterMs: number | null };

export const sent = (receiptId: string | null = null): PushOutcome => ({ is: 'SENT', receiptId });
export const gone = (code: string): PushOutcome => ({ is: 'GONE', code });
export const fault = (code: string, isPermanent: boolean, retryAfterMs: number | null = null): PushOutcome => ({
  is: 'FAULT',
  code,
  isPermanent,
  retryAfterMs,
});

/** Of Android: how it sounds and looks there is the person's choice by channel. */
export const ANDROID_CHANNEL = 'event_updates';
