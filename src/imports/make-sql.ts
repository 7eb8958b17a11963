import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { DemandForm } from '../demands/demand-form.ts';
import { columnsFor } from '../demands/demand-row.ts';
import type { Registration } from '../directory/expert.ts';
import { columnsOf as columnsOfExpert } from '../directory/recorded-sql.ts';
import { columnsOf as columnsOfReport } from '../reports/versions.ts';
import type { ExpertForm } from './kinds/experts.ts';
import type { ServiceForm } from './kinds/reports.ts';

/** Who put a list in, who applies it, and when. */
export interface Making {
  teamId: string;
  uploadedBy: string;
  by: string;
  now: Temporal.Instant;
}

export interface Made<Form> {
  id: string;
  form: Form;
}

/** Recorded by whoever put them in, verified by whoever applies them; nobody's row is written over. */
export async function insertExperts(
  trx: Trx,
  { teamId, uploadedBy, by, now }: Making,
  experts: readonly (Made<ExpertForm> & { employerId: string })[],
): Promise<void> {
  const listed = experts.map(({ id, form, employerId }) => {
    const registration: Registration = { ...form, home_unit_user: undefined };
    return {
      ...columnsOfExpert(registration, { employerId, secondId: undefined }),
      id,
      evidence: form.evidence,
    };
  });
  await sql`insert into expert (team_id, id, name, employer_id, system, title, categories, field, specialty, services,
      max_active_claims, phone, home_unit_contact, evidence, state, registered_at, recorded_by, verified_by, verified_at)
    select ${teamId}, r.id, r.name, r.employer_id, r.system, r.title, r.categories, r.field, r.specialty, r.services,
      r.max_active_claims, r.phone, r.home_unit_contact, r.evidence, 'verified', ${now}::timestamptz, ${uploadedBy},
      ${by}, ${now}::timestamptz
    from jsonb_populate_recordset(null::expert, ${JSON.stringify(listed)}::jsonb) r`.execute(trx);
}

/** Submitted, for whoever reviews the needs of their district: nothing is published unread. */
export async function insertDemands(
  trx: Trx,
  { teamId, uploadedBy, now }: Making,
  { year }: { year: number },
  demands: readonly (Made<DemandForm> & { number: string; hostUnitId: string })[],
): Promise<void> {
  const listed = demands.map(({ id, number, form, hostUnitId }) => ({
    ...columnsFor(form, hostUnitId, now),
    id,
    number,
  }));
  await sql`insert into demand (team_id, id, number, year, state, poster, recorded_by, submitted_at, changed_at,
      host_unit_id, district, districts, unit_name, unit_type, contact_name, contact_phone, action_line, form, modes,
      field, need_types, title, description, expert_slots, expert_requirement, time_text, service_start, service_end,
      claim_deadline, place, expected_outcome, conditions_offered, expected_beneficiaries, urgency, confidential)
    select ${teamId}, r.id, r.number, ${year}::integer, 'submitted', ${uploadedBy}, ${uploadedBy}, ${now}::timestamptz,
      ${now}::timestamptz, r.host_unit_id, r.district, r.districts, r.unit_name, r.unit_type, r.contact_name,
      r.contact_phone, r.action_line, r.form, r.modes, r.field, r.need_types, r.title, r.description, r.expert_slots,
      r.expert_requirement, r.time_text, r.service_start, r.service_end, r.claim_deadline, r.place,
      r.expected_outcome, r.conditions_offered, r.expected_beneficiaries, r.urgency, r.confidential
    from jsonb_populate_recordset(null::demand, ${JSON.stringify(listed)}::jsonb) r`.execute(trx);
}

/**
 * Accepted by whoever applies them: of no need of this desk, so that no host is to confirm them (decision 3). Whose
 * account is among the experts is the author, as with every report that a coordinator records.
 */
export async function insertReports(
  trx: Trx,
  { teamId, uploadedBy, by, now }: Making,
  reports: readonly (Made<ServiceForm> & { number: string; author: string })[],
): Promise<void> {
  const listed = reports.map(({ id, number, author, form }) => ({
    ...columnsOfReport(form),
    id,
    number,
    author,
    year: form.year,
  }));
  await sql`insert into report (team_id, id, number, year, state, author, recorded_by, title, action_line, form,
      districts, service_start, service_end, days, place, metrics, summary, typical_story, next_steps, news,
      accepted_by, accepted_at, submitted_at, changed_at)
    select ${teamId}, r.id, r.number, r.year, 'accepted', r.author, ${uploadedBy}, r.title, r.action_line, r.form,
      r.districts, r.service_start, r.service_end, r.days, r.place, r.metrics, r.summary, r.typical_story,
      r.next_steps, r.news, ${by}, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_populate_recordset(null::report, ${JSON.stringify(listed)}::jsonb) r`.execute(trx);
  const served = reports.flatMap(({ id, form }) =>
    form.expertIds.map((expertId) => ({ id, year: form.year, expertId })),
  );
  await sql`insert into report_expert (team_id, report_id, year, expert_id)
    select ${teamId}, r.id, r.year, r."expertId"
    from jsonb_to_recordset(${JSON.stringify(served)}::jsonb) as r (id text, year integer, "expertId" text)`.execute(
    trx,
  );
}
