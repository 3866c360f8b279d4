import { get, set } from 'idb-keyval';
import { newDeviceKey, type Sealed } from './door-package';
import type { Scan } from './door-scans';

/** What this device keeps of a door over a reload or a day without network. Nothing of it can be read without keys that cannot be read. */
export interface DoorVault {
  readonly deviceId: string;
  readonly deviceKey: CryptoKeyPair;
  package(): Promise<Sealed | null>;
  keepPackage(sealed: Sealed): Promise<void>;
  scans(): Promise<Scan[]>;
  keepScans(scans: readonly Scan[]): Promise<void>;
}

interface Device {
  readonly deviceId: string;
  readonly deviceKey: CryptoKeyPair;
  readonly ownKey: CryptoKey;
}

const IV_BYTES = 12;

export async function openVault(eventId: string): Promise<DoorVault> {
  const { deviceId, deviceKey, ownKey } = (await get<Device>('door.device')) ?? (await newDevice());
  const [packageKey, scansKey] = [`door.${eventId}.package`, `door.${eventId}.scans`];
  return {
    deviceId,
    deviceKey,
    package: async () => (await get<Sealed>(packageKey)) ?? null,
    keepPackage: (sealed) => set(packageKey, sealed),
    async scans() {
      const kept = await get<{ iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }>(scansKey);
      if (!kept) return [];
      const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, ownKey, kept.bytes);
      return JSON.parse(new TextDecoder().decode(text)) as Scan[];
    },
    async keepScans(scans) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, ownKey, new TextEncoder().encode(JSON.stringify(scans)));
      await set(scansKey, { iv, bytes });
    },
  };
}

async function newDevice(): Promise<Device> {
  const device: Device = {
    deviceId: crypto.randomUUID(),
    deviceKey: await newDeviceKey(),
    ownKey: await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  };
  await set('door.device', device);
  return device;
}
