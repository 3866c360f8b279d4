import path from 'node:path';
import type { Clock } from '@marquee/platform';
import type { Settings } from '../env';
import type { Pusher, PushProvider } from './pusher';
import type { SmsSender } from './sms-sender';
import { FolderPusher } from './folder/folder-pusher';
import { FolderSmsSender } from './folder/folder-sms-sender';

/** Twilio where the settings name an account, else the folder; in production nobody, so that no code is promised that no phone will get. */
export async function openSmsSender(settings: Settings, clock: Clock): Promise<SmsSender | null> {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_KEY_SID: keySid, TWILIO_SECRET: secret, SMS_FROM: from, TWILIO_URL: url } = settings;
  if (!accountSid) return settings.NODE_ENV === 'production' ? null : new FolderSmsSender(path.resolve(settings.SMS_FOLDER), clock);
  const { TwilioSmsSender } = await import('./twilio/twilio-sms-sender');
  return new TwilioSmsSender({ url, accountSid, keySid: keySid ?? accountSid, secret: secret!, from: from! }, clock);
}

export type Pushers = Readonly<Record<PushProvider, Pusher | null>>;

/** Each provider that the settings name; outside production a folder in place of the others. */
export async function openPushers(settings: Settings, clock: Clock): Promise<Pushers> {
  const { FCM_SERVICE_ACCOUNT: account, FCM_URL: fcmUrl, EXPO_PUSH: expo, EXPO_ACCESS_TOKEN: token, EXPO_URL: expoUrl } = settings;
  const folder = settings.NODE_ENV === 'production' ? null : new FolderPusher(path.resolve(settings.PUSH_FOLDER), clock);
  return {
    FCM: account ? new (await import('./fcm/fcm-pusher')).FcmPusher(fcmUrl, account, clock) : folder,
    EXPO: expo === 'on' ? new (await import('./expo/expo-pusher')).ExpoPusher(expoUrl, token ?? null, clock) : folder,
  };
}
