import { findActedFor } from '../directory/acting-sql.ts';
import { type ActedFor, idsOf } from '../directory/acts-for.ts';
import type { Expert } from '../directory/expert.ts';
import { findActor } from '../directory/roles.ts';
import { type Catalogue, proposedLine } from '../programme/catalogue.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findDraft, newDraftId } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { findStanding } from './corrected-sql.ts';
import { listChosenExperts } from './experts.ts';
import { type ReportFormState, type ReportFormView, typedOfDemand } from './form-fields.ts';
import { findReport } from './listings.ts';
import type { Report, ReportExpert } from './report.ts';
import { NO_DEMAND, typedOf } from './report-form.ts';
import { listReportableServices, type Wanted } from './services.ts';
import type { Subject } from './subject.ts';

export const DRAFT_KIND = 'file_report';

/** Everything a step shows that is read from the database: the needs and the people to choose from. */
export async function fillView(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  { state, typed, subject, lead }: { state: ReportFormState; typed: Typed; subject: Subject; lead: string[] },
): Promise<ReportFormView> {
  const { teamId, userId, locale } = ask;
  const { demand } = subject;
  const named = await findActedFor(deps.db, teamId, userId);
  const [mayReadFiles, services, experts] = await Promise.all([
    deps.granted.has('files:read'),
    listServicesFor(deps, ask, programme, named),
    listChosenExperts(deps.db, teamId, {
      chosen: Array.isArray(typed.experts) ? typed.experts : [],
      standing: subject.report?.expertIds ?? [],
    }),
  ]);
  const unlisted = demand && services.every(({ demandId }) => demandId !== demand.id) ? [demand] : [];
  const given = unlisted.map(({ id, number, title, unitName, serviceEnd }) => ({
    ...{ demandId: id, number, title, unitName, serviceEnd },
  }));
  const people = { services: [...given, ...services], experts };
  return { locale, programme, state, typed, ...people, mayReadFiles, lead, doubts: [] };
}

/** What stands in the form when it opens: the report to be mended, what the need says, or the person alone. */
export function typedAtFirst(
  { demand, report }: Subject,
  experts: readonly ReportExpert[],
  expert: Expert | undefined,
  { catalogue, day }: { catalogue: Catalogue; day: Temporal.PlainDate },
): Typed {
  if (report) return typedOf(report);
  if (demand) return typedOfDemand(demand, experts, day);
  const own = expert?.state === 'verified' ? [expert.id] : [];
  return {
    demand: NO_DEMAND,
    title: null,
    action_line: proposedLine(catalogue, expert?.field),
    form: null,
    districts: [],
    service_start: null,
    service_end: null,
    place: null,
    experts: own,
  };
}

/** What stands in the form of an amendment: what its author asks for, else the report as it counts. */
export function typedOfAmendment({ amendment, ...report }: Report): Typed {
  return { ...typedOf(amendment?.content ?? report), reason: amendment?.reason ?? null };
}

/** What was known of this form before the step at hand: the report that is mended, and the draft over it. */
export async function findTyped(
  deps: Deps,
  { teamId, userId }: Pick<Ask, 'teamId' | 'userId'>,
  { reportId, amends, draftId }: ReportFormState,
): Promise<Typed> {
  const [report, draft] = await Promise.all([
    reportId ? findReport(deps.db, teamId, reportId) : undefined,
    findDraft(deps.db, { teamId, userId, draftId }),
  ]);
  const known =
    report &&
    (amends ? typedOfAmendment((await findStanding(deps.db, teamId, report)).report) : typedOf(report));
  return { ...known, ...draft?.typed };
}

/** What a draft belongs to: an amendment of one version is not continued on the next. */
export function draftObjectOf({ reportId, amends }: ReportFormState, { demand }: Typed): string | null {
  if (amends) return `amend:${reportId}:${amends}`;
  if (reportId) return `report:${reportId}`;
  return typeof demand === 'string' && demand !== NO_DEMAND ? demand : null;
}

/** The line chosen in the form; 'other' while none is. */
export function lineIn({ action_line: line }: Typed): string {
  return typeof line === 'string' ? line : 'other';
}

/** The services this person may report on. */
export async function listServicesFor(
  deps: Deps,
  ask: Pick<Ask, 'reader' | 'now'>,
  programme: Programme,
  named: ActedFor,
  wanted?: Wanted,
) {
  const actor = await findActor(deps.db, ask.reader);
  const who = { expertIds: idsOf(named), actor };
  return listReportableServices(deps.db, programme, today(programme, ask.now), who, wanted);
}

/** What the window carries; anything forged or lost falls back to a fresh first step. */
export function stateOf(metadata: Record<string, string>): ReportFormState {
  return {
    draftId: metadata.draftId ?? newDraftId(),
    reportId: metadata.reportId ?? '',
    amends: metadata.amends ?? '',
    step: metadata.step === '2' ? '2' : '1',
    line: metadata.line ?? 'other',
    revision: metadata.revision ?? '0',
    asked: metadata.asked ?? '',
    confirmed: metadata.confirmed ?? '',
  };
}

/** The second look belongs to one window and isn't kept with the draft. */
export function withoutConfirm({ confirm: _, ...typed }: Typed): Typed {
  return typed;
}
