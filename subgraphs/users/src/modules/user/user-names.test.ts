import { faultOfName } from './user-names';

const CLAIM = 'must not be a name of the platform or of those who work for it';

test.each([
  'support', 'system', 'root', 'api', 'moderator1', 'marquee', 'marquee-official', 'null', 'Admin', 'ADMINISTRATOR', 'admin_team', 'Marquee Support',
  'Mаrquее Ѕuррοrt', 'rnarquee', 'Jane from Marquee Support', 'Official Marquee', 'Support Team', 'the.real.marquee', 'аdmin', 'Supp0rt', 'Ｒｏｏｔ',
])('users F19: %s is refused', (name) => expect(faultOfName(name)).toBe(CLAIM)); // prettier-ignore

test.each(['Marquee Support ✔', 'Ada ✅'])('security F20: %s is refused for its check mark', (name) => {
  expect(faultOfName(name)).toContain('check mark');
});

test.each([
  'Ada Lovelace', 'The Marquee Cinema', 'supporter', 'Rooter', 'Team Rocket', 'Admiral', 'Staffan', 'Systema', 'Officially Ada', 'Help Me Rhonda', 'user',
  'apiary', 'José Núñez', '王伟', 'Клуб друзей', 'Adminton',
])('%s is a name like others', (name) => expect(faultOfName(name)).toBeNull()); // prettier-ignore
