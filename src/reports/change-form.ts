import type { WebClient } from '@slack/web-api';
import { findDemand } from '../demands/repository.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { saveDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { joinAttachments } from './attachments.ts';
import type { ReportFormState } from './form-fields.ts';
import {
  DRAFT_KIND,
  fillView,
  findTyped,
  lineIn,
  listServicesFor,
  stateOf,
  typedAtFirst,
  withoutConfirm,
} from './form-state.ts';
import { NO_DEMAND } from './report-form.ts';
import { findReportYear } from './report-year.ts';
import { findChosen, listProposed } from './subject.ts';
import { buildFirstStep } from './views.ts';
import { say } from './words.ts';

/** The need was changed in the window: what it says takes the place of what stands there. */
export async function changeDemand(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, now, inView } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme || !inView) return;
  const named = await findActedFor(deps.db, teamId, userId);
  const expert = named.own ?? (named.assisted.length === 1 ? named.assisted[0] : undefined);
  const demandId = typeof inView.typed.demand === 'string' ? inView.typed.demand : NO_DEMAND;
  const [chosen] = await listServicesFor(deps, click, programme, named, { demandId });
  const demand = chosen ? await findDemand(deps.db, teamId, chosen.demandId) : undefined;
  const subject = { demand, report: undefined };
  const experts = demand ? await listProposed(deps, click, demand) : [];
  const frame = { catalogue: programme.catalogue, day: today(programme, now) };
  const typed = { ...inView.typed, ...typedAtFirst(subject, experts, expert, frame) };
  const counted = await findReportYear(deps.db, click, typed, undefined);
  const before = stateOf(inView.metadata);
  const state = { ...before, line: lineIn(typed), revision: String(Number(before.revision) + 1) };
  const view = await fillView(deps, click, counted?.programme ?? programme, {
    state,
    typed,
    subject,
    lead: [say(click.locale, 'form_lead')],
  });
  await client.views.update({ view_id: inView.id, view: buildFirstStep(view) });
}

/** The line was changed in the window: its first figures take the place of the other line's. */
export async function changeLine(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { inView } = click;
  if (!inView) return;
  await showFirstStep(deps, client, click, inView.typed, lineIn(inView.typed));
}

/** Back from step two: what stands there is kept. */
export async function goBack(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, now, inView } = click;
  if (!inView) return;
  const state = stateOf(inView.metadata);
  const key = { teamId, userId, draftId: state.draftId };
  const earlier = await findTyped(deps, click, state);
  const written = joinAttachments(withoutConfirm(inView.typed), earlier);
  await saveDraft(deps.db, key, { kind: DRAFT_KIND, typed: written, now });
  const typed = { ...earlier, ...written };
  await showFirstStep(deps, client, click, typed, lineIn(typed));
}

async function showFirstStep(
  deps: Deps,
  client: WebClient,
  click: Click,
  typed: Typed,
  line: string,
): Promise<void> {
  const { teamId, locale, inView } = click;
  if (!inView) return;
  const before = stateOf(inView.metadata);
  const subject = await findChosen(deps, teamId, typed, before.reportId);
  const counted = await findReportYear(deps.db, click, typed, subject.report);
  if (!counted) return;
  const state: ReportFormState = { ...before, step: '1', line, asked: '' };
  const view = await fillView(deps, click, counted.programme, {
    state,
    typed,
    subject,
    lead: [say(locale, 'form_lead')],
  });
  await client.views.update({ view_id: inView.id, view: buildFirstStep(view) });
}
