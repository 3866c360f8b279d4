import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import {
  CasesDocument,
  DecideCaseDocument,
  MakeReportDocument,
  OneCaseDocument,
  type CasesQueryVariables,
  type DecideCaseInput,
  type ReportInput,
} from './generated/documents';
import { succeeded, type World } from './world';

export const aModerator = () => aViewer({ role: 'moderator' });

export const makeReport = async (world: World, viewer: Viewer, input: ReportInput) =>
  (await world.run(viewer, MakeReportDocument, { input })).report;

/** Somebody reports a message that exists and says `text`; returns its id. */
export async function reported(
  world: World,
  {
    reporter = aViewer(),
    subjectId = randomUUID(),
    authorId = randomUUID(),
    text = 'Go away.',
    reason = 'HARASSMENT',
  }: { reporter?: Viewer; subjectId?: string; authorId?: string; text?: string; reason?: ReportInput['reason'] } = {},
) {
  const { report } = succeeded(await makeReport(world, reporter, { kind: 'MESSAGE', subjectId, reason, details: 'Read it.' }));
  const raised = (await world.reportsRaised()).find(({ reportId }) => reportId === report.id)!;
  await world.evidence(raised, authorId, { text });
  return { subjectId, authorId, reportId: report.id, reporter };
}

export const casesOf = async (world: World, viewer: Viewer = aModerator(), variables: CasesQueryVariables = {}) =>
  (await world.run(viewer, CasesDocument, variables)).moderationCases;

export const caseOf = async (world: World, subjectId: string) => {
  const { nodes } = await casesOf(world, aModerator(), { first: 100 });
  return nodes.find((one) => one.subjectId === subjectId)!;
};

export const readCase = async (world: World, id: string, viewer: Viewer = aModerator()) =>
  (await world.run(viewer, OneCaseDocument, { id })).moderationCase;

export const decideCase = async (world: World, viewer: Viewer, input: DecideCaseInput) =>
  (await world.run(viewer, DecideCaseDocument, { input })).decideCase;
