import type { Db } from '../db/open.ts';
import { programmeOf } from '../programme/repository.ts';
import { findAct } from '../reports/report-acts.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildNotice, buildReview } from './message-blocks.ts';
import { findSummary, listVersions } from './repository.ts';

/** One version as it stands when it is sent. */
async function renderReview(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const summaryId = ref.summaryId ?? '';
  const [summary, versions] = await Promise.all([
    findSummary(db, teamId, summaryId),
    listVersions(db, teamId, summaryId),
  ]);
  const version = versions.find((one) => String(one.version) === ref.version);
  if (!summary || !version) return undefined;
  const programme = await programmeOf(db, { teamId, year: summary.year }, zone);
  return buildReview(summary, version, { locale: locale ?? programme.language, programme });
}

/** What happened then, by the audit trail, whatever has happened since. */
async function renderNotice(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const id = ref.summaryId ?? '';
  const [summary, act] = await Promise.all([
    findSummary(db, teamId, id),
    findAct(db, teamId, { kind: 'yearly_summary', id, auditId: Number(ref.auditId) }),
  ]);
  if (!summary || !act) return undefined;
  const programme = await programmeOf(db, { teamId, year: summary.year }, zone);
  return buildNotice(summary, act, { locale: locale ?? programme.language, programme });
}

export const summariesRenderers: Record<string, Renderer> = {
  summary_review: renderReview,
  summary_notice: renderNotice,
};
