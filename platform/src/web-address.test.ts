import { faultOfWebAddress, isClosedAddress } from './web-address';

test.each(['https://u:p@example.org/', 'https://example.org@evil.example/'])('security F20: %s is refused', (address) => {
  expect(faultOfWebAddress(address)).toBe('must not contain a name or a password');
});

test.each([
  'http://169.254.169.254/', 'http://127.0.0.1/', 'http://0x7f.1/', 'http://2130706433/', 'http://10.1.2.3/', 'http://192.168.0.1/a.png', 'http://172.20.0.1/',
  'http://[::1]/', 'http://[fd00::1]/', 'http://[::ffff:10.0.0.1]/', 'http://localhost/', 'http://a.localhost:3000/', 'http://printer.local/', 'http://redis/',
  'http://metadata.google.internal/', 'http://localhost./', 'http://[::127.0.0.1]/', 'http://[::ffff:0:10.0.0.1]/', 'http://[fec0::1]/',
])('security F20: %s is refused', (address) => expect(faultOfWebAddress(address)).toBe('must be an address that everybody can open')); // prettier-ignore

test.each(['https://images.example.org/ada.png?size=2#x', 'http://8.8.8.8/', 'https://münchen.example/', 'https://[2606:4700::1]/'])(
  '%s may be',
  (address) => expect(faultOfWebAddress(address)).toBeNull(),
);

test('addresses of closed networks are known in every way of writing them', () => {
  const closed = [
    '0.0.0.0',
    '10.1.1.1',
    '100.64.0.1',
    '172.31.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'x',
    '',
  ];
  expect(closed.filter((ip) => !isClosedAddress(ip))).toEqual([]);
  expect(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '172.32.0.1'].filter(isClosedAddress)).toEqual([]);
});
