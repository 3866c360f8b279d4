import { networkPrefixOf } from '@marquee/platform';
import { deviceName } from './session-device';

/** Where a request comes from, as far as its owner can use it: a device in words, and the prefix of a network. */
export interface Origin {
  device: string | null;
  network: string;
}

export const originOf = ({ ip, userAgent, clientName }: { ip?: string; userAgent?: string; clientName?: string }): Origin => ({
  device:
    deviceName({ userAgent: userAgent ?? null, clientName: clientName ?? null })
      ?.replace(/\p{Cc}/gu, '')
      .slice(0, 200) ?? null,
  network: networkPrefixOf(ip),
});
