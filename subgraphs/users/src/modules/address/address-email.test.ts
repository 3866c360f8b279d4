import { emailKeys, isEmail } from './address-email';

test('bug-reports-domain F23: a domain is one in its own letters and in its ASCII form', () => {
  const [key] = emailKeys('ann@xn--mnchen-3ya.example');
  expect(emailKeys(' Ann@MÜNCHEN.example ')[0]).toBe(key);
  expect(emailKeys('ann@münchen.example')).toEqual(['ann@xn--mnchen-3ya.example', 'ann@münchen.example']);
  expect(emailKeys('ann@xn--mnchen-3ya.example')).toEqual(emailKeys('ann@münchen.example'));
  expect(emailKeys('Ann@Example.org')).toEqual(['ann@example.org']);
});

test.each([
  'a\u200bnn@example.org',
  'ann@exam\u200bple.org',
  'ann\u202e@example.org',
  'ann@example.1',
  'ann@exa%mple.org',
  'ann',
  'ann@example',
])('users F13: %j is no address', (typed) => expect(isEmail(typed)).toBe(false));

test.each(['ann@example.org', 'ann+tag@münchen.example', 'jürgen@example.org', 'a.b_c@sub.example.co.uk'])('%s is an address', (typed) => {
  expect(isEmail(typed)).toBe(true);
});
