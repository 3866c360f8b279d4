import { invalidInput, isId } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import type { Context } from '../../context';
import type { SubjectKind } from '../../generated/prisma/enums';
import { duplicateRisk } from '../assessment/duplicate-risk';
import type { EventAccess } from '../event/event-access.service';
import { copyOf } from '../event/event.store';
import { fingerprintOf } from '../text/fingerprint';
import { comparedParts, partsOfEvent, partsOfWording, type ComparedEvent, type ComparedPart, type Parts } from './compared-parts';

export interface ComparedRef {
  kind: SubjectKind;
  subjectId: string;
  approved?: boolean | undefined;
}

export interface ComparedView extends ComparedRef {
  approved: boolean;
  eventId: string;
}

interface Compared {
  view: ComparedView;
  parts: Parts;
  /** Null where only its words are known. */
  event: ComparedEvent | null;
}

export interface ComparisonView {
  one: ComparedView;
  other: ComparedView;
  duplicateRisk: number | null;
  parts: ComparedPart[];
}

/** Two things side by side. */
export class ComparisonService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async compare(first: ComparedRef, second: ComparedRef): Promise<ComparisonView | null> {
    const [one, other] = await Promise.all([this.read('one', first), this.read('other', second)]);
    if (!one || !other) return null;
    return { one: one.view, other: other.view, duplicateRisk: riskOf(one, other), parts: comparedParts(one.parts, other.parts) };
  }

  private async read(argument: string, { kind, subjectId: asked, approved = false }: ComparedRef): Promise<Compared | null> {
    if (kind !== 'EVENT' && kind !== 'REVISION') throw invalidInput(`${argument}.kind`, 'must be EVENT or REVISION');
    if (approved && kind !== 'EVENT') throw invalidInput(`${argument}.approved`, 'goes with EVENT alone');
    if (!isId(asked)) return null;
    const subjectId = asked.toLowerCase();
    const { loaders } = this.ctx;
    const revision = kind === 'REVISION' ? await loaders.revisionById.load(subjectId) : null;
    if (kind === 'REVISION' && !revision?.proposed) return null;
    const event = await this.events.byId(revision?.eventId ?? subjectId);
    if (!event) return null;
    const view = { kind, subjectId, approved, eventId: event.eventId };
    if (!approved) {
      const shown = revision ? copyOf(revision.proposed as unknown as EventChanged, true) : event;
      return { view, parts: partsOfEvent(shown as ComparedEvent), event: shown as ComparedEvent };
    }
    const content = await loaders.approvedContentByEventId.load(subjectId);
    return content && { view, parts: partsOfWording(content), event: null };
  }
}

function riskOf({ event: one }: Compared, { event: other }: Compared): number | null {
  if (!one || !other || one.eventId === other.eventId) return null;
  return duplicateRisk({ ...one, ...fingerprintOf(one) }, { ...other, ...fingerprintOf(other) });
}
