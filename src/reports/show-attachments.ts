import { findDemand, listHostUsers } from '../demands/repository.ts';
import { askLeave } from '../directory/refuse.ts';
import { message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { noticeView, say as sayShared } from '../slack/say.ts';
import { buildAttachmentNames, buildAttachments } from './attachments.ts';
import { findReport } from './listings.ts';
import { expertsOf, ownerDistrict } from './report.ts';

/** The pictures and papers of a report, for those who have to do with it. */
export async function showAttachments(deps: Deps, click: Click): Promise<void> {
  const { teamId, locale, value } = click;
  const report = await findReport(deps.db, teamId, value);
  if (!report) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const demand = report.demandId ? await findDemand(deps.db, teamId, report.demandId) : undefined;
  const whose = {
    ...{ author: report.author, district: ownerDistrict(report) },
    hostUsers: demand ? await listHostUsers(deps.db, teamId, demand) : [],
    ...expertsOf(report),
  };
  const { refusal } = await askLeave(deps, click, 'see_attachments', whose, {
    kind: 'report',
    id: report.id,
  });
  if (refusal) return click.reply(refusal);
  await click.open(noticeView(buildAttachments(report, locale), locale)).catch((error: unknown) => {
    // Slack refuses the whole window for one picture that its owner has deleted since.
    if (!isRefused(error)) throw error;
    return click.open(noticeView(buildAttachmentNames(report, locale), locale));
  });
}

function isRefused(error: unknown): boolean {
  const reason = (error as { data?: { error?: string } }).data?.error;
  return reason === 'invalid_arguments' || reason === 'invalid_blocks';
}
