import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { Figures } from '../programme/catalogue.ts';
import type { GivenFile } from '../slack/files.ts';
import type { Amendment, Report, ReportContent, ReportExpert } from './report.ts';

/** Whether the `expert` of the query around it holds a confirmed claim on the need. */
export function confirmedFor(demandId: ReturnType<typeof sql>) {
  return sql<boolean>`exists (
    select 1 from claim c where c.team_id = expert.team_id and c.demand_id = ${demandId}
      and c.expert_id = expert.id and c.state = 'confirmed')`;
}

/** Whether each word of what somebody typed stands in the text. */
export function saysAll(text: ReturnType<typeof sql>, query: string) {
  const words = query.split(/[\s,，、()（）]+/u).filter(Boolean);
  return sql<SqlBool>`not exists (
    select 1 from unnest(${words}::text[]) word where position(lower(word) in lower(${text})) = 0)`;
}

export interface ExpertRow {
  id: string;
  name: string;
  employer: string;
  user_id: string | null;
  claimed: boolean;
}

export type ReportRow = Selectable<Tables['report']> & {
  unit_name: string | null;
  demand_number: string | null;
  has_host: boolean | null;
};

export function expertOf({ id, name, employer, user_id, claimed }: ExpertRow): ReportExpert {
  return { id, name, employer, userId: user_id ?? undefined, claimed };
}

/** `proposed` are the experts of the amendment that is asked for. */
export function reportOf(
  row: ReportRow,
  { experts, proposed, files }: { experts: ExpertRow[]; proposed: ExpertRow[]; files: GivenFile[] },
): Report {
  return {
    id: row.id,
    number: row.number,
    year: row.year,
    state: row.state,
    author: row.author,
    recordedBy: row.recorded_by ?? undefined,
    version: row.version,
    demandId: row.demand_id ?? undefined,
    title: row.title,
    actionLine: row.action_line,
    form: row.form ?? undefined,
    districts: row.districts,
    serviceStart: row.service_start,
    serviceEnd: row.service_end,
    days: row.days ?? undefined,
    place: row.place,
    expertIds: experts.map(({ id }) => id),
    metrics: row.metrics as Figures,
    summary: row.summary,
    typicalStory: row.typical_story,
    nextSteps: row.next_steps,
    news: row.news,
    files,
    reason: row.reason ?? undefined,
    overrideReason: row.override_reason ?? undefined,
    hostConfirmedAt: row.host_confirmed_at ?? undefined,
    submittedAt: row.submitted_at,
    experts: experts.map(expertOf),
    amendment: amendmentOf(row, proposed),
    unitName: row.unit_name ?? undefined,
    demandNumber: row.demand_number ?? undefined,
    hasHost: row.has_host ?? false,
  };
}

function amendmentOf(
  { amendment, amendment_reason, amendment_at }: ReportRow,
  experts: ExpertRow[],
): Amendment | undefined {
  if (!amendment || amendment_reason === null || amendment_at === null) return undefined;
  const content = amendment as Omit<ReportContent, 'files'> & { files?: GivenFile[] };
  return {
    // One that was asked for before reports had files holds none.
    content: { ...content, files: content.files ?? [] },
    ...{ experts: experts.map(expertOf), reason: amendment_reason, askedAt: amendment_at },
  };
}
