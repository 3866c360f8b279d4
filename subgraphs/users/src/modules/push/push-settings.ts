import type { Settings } from '../../env';

type PushSettings = Pick<Settings, 'NODE_ENV' | 'FCM_SERVICE_ACCOUNT' | 'FCM_URL' | 'EXPO_PUSH' | 'EXPO_ACCESS_TOKEN' | 'EXPO_URL'>;

/** What is wrong with the settings of pushes together. Without any, production sends none and refuses to register devices. */
export function faultsOfPush(settings: Partial<PushSettings>): string[] {
  const { NODE_ENV, FCM_SERVICE_ACCOUNT, FCM_URL, EXPO_PUSH, EXPO_ACCESS_TOKEN, EXPO_URL } = settings;
  const faults: string[] = [];
  if (EXPO_ACCESS_TOKEN && EXPO_PUSH !== 'on') faults.push('EXPO_ACCESS_TOKEN: is of use only where EXPO_PUSH is on');
  if (NODE_ENV !== 'production') return faults;
  const clear = 'must begin with https when NODE_ENV is production: tokens go there';
  if (FCM_URL?.startsWith('http:')) faults.push(`FCM_URL: ${clear}`);
  if (FCM_SERVICE_ACCOUNT?.token_uri.startsWith('http:')) faults.push(`FCM_SERVICE_ACCOUNT: its token_uri ${clear}`);
  if (EXPO_URL?.startsWith('http:')) faults.push(`EXPO_URL: ${clear}`);
  return faults;
}
