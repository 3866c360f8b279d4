/** Names as people of many places have them: what is shown, and what they make a username of. */
export const PEOPLE: readonly (readonly [shown: string, typed: string])[] = [
  ['Amelia Novak', 'amelia novak'],
  ['Noah Brandt', 'noah brandt'],
  ['Priya Raman', 'priya raman'],
  ['Zoë Lefèvre', 'zoe lefevre'],
  ['José Ángel Ruiz', 'jose ruiz'],
  ['Siobhán O’Dowd', 'siobhan odowd'],
  ['Bartłomiej Wójcik', 'bartek wojcik'],
  ['Fatima Zahra', 'fatima zahra'],
  ['Kwame Mensah', 'kwame mensah'],
  ['Ngozi Okafor', 'ngozi okafor'],
  ['Liam Tremblay', 'liam tremblay'],
  ['Chloé Gagnon', 'chloe gagnon'],
  ['Mikael Sjöberg', 'mikael sjoberg'],
  ['Ana Kovačević', 'ana kovacevic'],
  ['Tomás Ferreira', 'tomas ferreira'],
  ['Grace Kim', 'grace kim'],
  ['Daniel Levi', 'daniel levi'],
  ['Rosa Bianchi', 'rosa bianchi'],
  ['Ethan Clarke', 'ethan clarke'],
  ['Maya Singh', 'maya singh'],
  ['Oliver Hughes', 'oliver hughes'],
  ['Lena Fischer', 'lena fischer'],
  ['Samir Haddad', 'samir haddad'],
  ['Isla Campbell', 'isla campbell'],
  ['Viktor Horvat', 'viktor horvat'],
  ['Yara Santos', 'yara santos'],
  ['Emeka Eze', 'emeka eze'],
  ['Nadia Petrova', 'nadia petrova'],
  ['Jonas Vos', 'jonas vos'],
  ['Ines Moreau', 'ines moreau'],
];

export const OTHER_SCRIPTS: readonly (readonly [shown: string, typed: string])[] = [
  ['王伟', 'wangwei'],
  ['李娜', 'lina'],
  ['陳大文', 'chantaiman'],
  ['佐藤 花子', 'hanako sato'],
  ['たくみ', 'takumi'],
  ['김민준', 'minjun kim'],
  ['Дмитрий Орлов', 'dmitri orlov'],
  ['Оксана', 'oksana'],
  ['محمد الفارس', 'mohammed alfaris'],
  ['نور', 'noor'],
  ['दीपिका शर्मा', 'deepika sharma'],
  ['שירה כהן', 'shira cohen'],
  ['Ελένη', 'eleni'],
  ['สมชาย', 'somchai'],
  ['ნინო', 'nino'],
];

export const ODD_NAMES = [
  'Q',
  'X',
  'JJ',
  '🌻',
  'Momo 🎷',
  'DJ KHAN',
  'ALICE',
  'b.',
  'Ødd',
  '*star*',
  'No Name',
  '42',
  'Ω',
  'Li',
  'MC 5',
  '🐸🐸',
  'tina!!!',
];

/** Honest people may be called so, too. */
export const FAMOUS = [
  'Taylor Swift',
  'Drake Graham',
  'Margaret Atwood',
  'Ryan Gosling',
  'Celine Dion',
  'Shawn Mendes',
  'Alanis Moore',
  'Neil Young',
];

export const STAFF = [
  'Marquee Support',
  'Marquee Team',
  'Marquee Billing',
  'Official Marquee',
  'Customer Care',
  'Ticket Support',
  'Refund Desk',
  'Admin',
];

export const HOUSES = [
  'Blue Lantern',
  'Cellar Jazz',
  'North Quay',
  'Paper Moon',
  'Old Mill',
  'Harbour Hall',
  'Foundry',
  'Green Room',
  'Tin Roof',
  'Rex Annex',
];
export const TRADES = ['Collective', 'Events', 'Theatre', 'Records', 'Comedy', 'Bookings', 'Choir', 'Festival', 'Gallery', 'Trio'];

export const HANDLES = [
  'shadow',
  'pixel',
  'ninja',
  'mango',
  'ghost',
  'turbo',
  'panda',
  'neon',
  'viper',
  'cosmic',
  'frost',
  'waffle',
  'zero',
  'luna',
  'raven',
  'koala',
];

export const BAIT = [
  'CHEAP TICKETS 50% OFF',
  'Free VIP passes here',
  'Buy followers fast',
  'crypto signals daily',
  '🔥🔥 Hot singles nearby',
  'Work from home $500 day',
  'tickets-resale dot shop',
  'Casino bonus 200',
  'Best escorts downtown',
  'Loans approved today',
  'Replica watches sale',
  'Telegram @fastpromo',
];

export const OLD_PROVIDERS = [
  'gmail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'aol.com',
  'gmx.net',
  'web.de',
  'mail.ru',
  'proton.me',
];
export const CARRIERS_MAIL = [
  'rogers.com',
  'bell.net',
  'sympatico.ca',
  'orange.fr',
  't-online.de',
  'comcast.net',
  'btinternet.com',
  'telus.net',
];
export const SCHOOLS = ['mail.utoronto.ca', 'student.tu-berlin.de', 'my.yorku.ca', 'etu.unige.ch', 'uni.lodz.pl', 'torontomu.ca'];
export const FIRMS = ['northwindarch.com', 'tessier-conseil.fr', 'brightleaf.io', 'kranich-bau.de', 'harbourlegal.ca', 'studio-oslo.no'];
/** People who give nobody their own address use the same as those who mean harm. */
export const ALIASES = ['duck.com', 'simplelogin.com', 'passmail.net', 'relay.firefox.com', 'anonaddy.me'];
export const DISPOSABLE = [
  'mailinator.com',
  'guerrillamail.com',
  '10minutemail.com',
  'yopmail.com',
  'temp-mail.org',
  'sharklasers.com',
  'trashmail.com',
  'getnada.com',
];
export const CHEAP_ENDINGS = ['xyz', 'top', 'click', 'icu', 'shop', 'online', 'site'];
