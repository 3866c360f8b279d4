import type { Settings } from '../../env';

type SmsSettings = Pick<Settings, 'NODE_ENV' | 'TWILIO_ACCOUNT_SID' | 'TWILIO_KEY_SID' | 'TWILIO_SECRET' | 'SMS_FROM' | 'TWILIO_URL'>;

/** What is wrong with the settings of short messages together: half an account. Without any, production sends none and says so. */
export function faultsOfSms(settings: Partial<SmsSettings>): string[] {
  const { NODE_ENV, TWILIO_ACCOUNT_SID, TWILIO_URL } = settings;
  const beside = ['TWILIO_SECRET', 'SMS_FROM'] as const;
  if (!TWILIO_ACCOUNT_SID)
    return ([...beside, 'TWILIO_KEY_SID'] as const)
      .filter((name) => settings[name])
      .map((name) => `${name}: is of use only where TWILIO_ACCOUNT_SID is set`);
  const faults = beside.filter((name) => !settings[name]).map((name) => `${name}: must be set where TWILIO_ACCOUNT_SID is`);
  if (NODE_ENV === 'production' && TWILIO_URL?.startsWith('http:'))
    faults.push('TWILIO_URL: must begin with https when NODE_ENV is production: TWILIO_SECRET goes there');
  return faults;
}
