import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../db/tables.ts';
import { figuresIn } from '../programme/catalogue.ts';
import { type GivenFile, givenFile } from '../slack/files.ts';
import type { Amendment, Report, ReportContent, ReportExpert } from './report.ts';

/** Whether the `expert` of the query around it holds a confirmed claim on the need. */
export function confirmedFor(demandId: ReturnType<typeof sql>) {
  return sql<boolean>`exists (
    select 1 from claim c where c.team_id = expert.team_id and c.demand_id = ${demandId}
      and c.expert_id = expert.id and c.state = 'confirmed')`;
}

export interface ExpertRow {
  id: string;
  name: string;
  employer: string;
  user_id: string | null;
  assistant_user: string | null;
  claimed: boolean;
}

export type ReportRow = Selectable<Tables['report']> & {
  unit_name: string | null;
  demand_number: string | null;
  has_host: boolean | null;
  assistant_name: string | null;
};

export function expertOf({ id, name, employer, user_id, assistant_user, claimed }: ExpertRow): ReportExpert {
  const [userId, assistantUser] = [user_id ?? undefined, assistant_user ?? undefined];
  return { id, name, employer, userId, assistantUser, claimed };
}

/**
 * For the query around it, beside a row `expert`: the employer for which they went to the need, which their claim names
 * where they have two.
 */
export function employerFor(demandId: ReturnType<typeof sql>) {
  return sql<string>`coalesce((
    select c.employer_id from claim c where c.team_id = expert.team_id and c.demand_id = ${demandId}
      and c.expert_id = expert.id order by c.claimed_at desc limit 1), expert.employer_id)`;
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
    throughAssistant: row.assistant_name ?? undefined,
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
    metrics: figuresIn(row.metrics),
    summary: row.summary,
    typicalStory: row.typical_story,
    nextSteps: row.next_steps,
    news: row.news,
    files,
    reason: row.reason ?? undefined,
    overrideReason: row.override_reason ?? undefined,
    hostConfirmedAt: row.host_confirmed_at ?? undefined,
    // Nobody else confirms what somebody of the host wrote, and nobody else's report is confirmed by its author.
    filedByHost: row.host_confirmed_by === row.author,
    submittedAt: row.submitted_at,
    experts: experts.map(expertOf),
    amendment: amendmentOf(row, proposed),
    unitName: row.unit_name ?? undefined,
    demandNumber: row.demand_number ?? undefined,
    hasHost: row.has_host ?? false,
  };
}

/** A report's content as an amendment keeps it; one that was asked for before reports had files holds none. */
const storedContent = z.object({
  demandId: z.string().optional(),
  title: z.string(),
  actionLine: z.string(),
  form: z.string().optional(),
  districts: z.array(z.string()),
  serviceStart: z.string(),
  serviceEnd: z.string(),
  days: z.number().optional(),
  place: z.string(),
  expertIds: z.array(z.string()),
  metrics: z.record(z.string(), z.number()),
  summary: z.string(),
  typicalStory: z.string(),
  nextSteps: z.string(),
  news: z.string(),
  files: z.array(givenFile).default([]),
}) satisfies z.ZodType<Partial<ReportContent>>;

function amendmentOf(
  { amendment, amendment_reason, amendment_at }: ReportRow,
  experts: ExpertRow[],
): Amendment | undefined {
  if (!amendment || amendment_reason === null || amendment_at === null) return undefined;
  const content = storedContent.parse(amendment);
  return {
    content: { ...content, demandId: content.demandId, form: content.form, days: content.days },
    ...{ experts: experts.map(expertOf), reason: amendment_reason, askedAt: amendment_at },
  };
}
