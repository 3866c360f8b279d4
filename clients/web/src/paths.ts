/** Every page of the app, by what wouter calls a pattern. */
export const PATHS = [
  '/',
  '/events/:id',
  '/events/:id/checkout',
  '/tickets',
  '/chat',
  '/chat/:id',
  '/rooms/:id',
  '/people',
  '/people/:id',
  '/groups',
  '/groups/:id',
  '/notifications',
  '/organizations',
  '/organizations/:id',
  '/settings',
  '/settings/profile',
  '/settings/privacy',
  '/settings/notifications',
  '/settings/security',
  '/settings/data',
  '/settings/webhooks',
  '/goals',
  '/reports',
  '/suggestions',
  '/desk',
  '/desk/new',
  '/desk/:id',
  '/desk/:id/door',
  '/curation',
  '/curation/review/:id',
  '/curation/cases/:id',
  '/admin',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/verify-email',
  '/reset-password',
  '/organization-invitation',
  '/data-export',
  '/erasure',
] as const;

export type Path = (typeof PATHS)[number];

const patterns = PATHS.map((path) => new RegExp(`^${path.replaceAll(/:\w+/g, '[\\w-]+')}$`));

/** Is there a page at this path? */
export const isPage = (path: string): boolean => patterns.some((pattern) => pattern.test(path));
