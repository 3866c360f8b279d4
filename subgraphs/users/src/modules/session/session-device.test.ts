import { deviceKey, deviceName } from './session-device';

const chrome = (version: string) => `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/${version} Safari/537.36`;

describe('a device', () => {
  it('is the same after an update, and another one with other software', () => {
    const key = (userAgent: string | null, clientName: string | null = null) => deviceKey({ userAgent, clientName });
    expect(key(chrome('141.0.0.0'))).toBe(key(chrome('142.0.1.2')));
    expect(key(chrome('141.0.0.0'))).not.toBe(key('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'));
    expect(key('curl/8.1')).not.toBe(key('curl/8.1', 'web'));
    expect(key(null)).toBe(key(''));
  });

  it('has a name that its owner knows', () => {
    expect(deviceName({ userAgent: chrome('141.0.0.0'), clientName: null })).toBe('Chrome, macOS');
    expect(deviceName({ userAgent: 'Mozilla/5.0 (Windows NT 10.0) Edg/120.0 Chrome/120.0', clientName: 'web' })).toBe(
      'web (Edge, Windows)',
    );
    expect(deviceName({ userAgent: 'curl/8.1.2', clientName: null })).toBe('curl/8.1.2');
    expect(deviceName({ userAgent: null, clientName: null })).toBeNull();
  });
});
