interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const WORKER = '/sw.js';
let isKept = false;

/** From now on this device opens the page without network. Where that is not possible, the page is as good as before. */
export function keepPage(): void {
  if (isKept || !('serviceWorker' in navigator)) return;
  isKept = true;
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  const worker = trustedTypes
    ? trustedTypes.createPolicy('service-worker', { createScriptURL: () => WORKER }).createScriptURL(WORKER)
    : WORKER;
  navigator.serviceWorker.register(worker).catch(() => undefined);
}
