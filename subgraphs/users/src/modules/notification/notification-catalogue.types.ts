import type { NotificationType } from '../../generated/prisma/client';

/** ICU MessageFormat. Each text is of one line; sentences of a body that come out empty, or name what is null, are left out. */
export interface KindText {
  title: string;
  body: readonly string[];
}

/** The texts of one language. */
export interface Catalogue {
  /** What stands for a name that is not known or not shown. */
  words: { person: string; event: string };
  /** How a moment is written: of `{date}`, `{time}` and `{zone}`. */
  moment: string;
  kinds: Record<NotificationType, KindText>;
}
