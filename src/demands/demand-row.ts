import type { Selectable } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { ensureOrganisation } from '../directory/organisations.ts';
import type { Demand } from './demand.ts';
import type { DemandForm } from './demand-form.ts';

/** Whole rows of this workspace; the queries of the room add their conditions. */
export function selectDemands(db: Db, teamId: string) {
  return db.selectFrom('demand').selectAll('demand').where('demand.team_id', '=', teamId);
}

/** The form as columns; its unit is made when it is not known yet. */
export async function columnsOf(trx: Trx, teamId: string, form: DemandForm, now: Temporal.Instant) {
  const [district = ''] = form.districts;
  const hostUnitId = await ensureOrganisation(trx, {
    teamId,
    kind: 'host_unit',
    name: form.unit_name,
    district,
    unitType: form.unit_type ?? null,
    now,
  });
  return columnsFor(form, hostUnitId, now);
}

/** The same where the unit is known. */
export function columnsFor(form: DemandForm, hostUnitId: string, now: Temporal.Instant) {
  const [district = ''] = form.districts;
  return {
    host_unit_id: hostUnitId,
    district,
    districts: form.districts,
    unit_name: form.unit_name,
    unit_type: form.unit_type ?? null,
    contact_name: form.contact_name,
    contact_phone: form.contact_phone,
    action_line: form.action_line,
    form: form.form ?? null,
    modes: form.modes,
    field: form.field ?? null,
    need_types: form.need_types,
    title: form.title,
    description: form.description,
    expert_slots: form.expert_slots,
    expert_requirement: form.expert_requirement,
    time_text: form.time_text,
    service_start: form.service_start ?? null,
    service_end: form.service_end ?? null,
    claim_deadline: form.claim_deadline ?? null,
    place: form.place,
    expected_outcome: form.expected_outcome,
    conditions_offered: form.conditions_offered,
    expected_beneficiaries: form.expected_beneficiaries ?? null,
    urgency: form.urgency,
    confidential: form.confidential,
    changed_at: now,
  };
}

/** A row that another query brings along: `to_jsonb(demand)`. */
export type DemandJson = Omit<
  Selectable<Tables['demand']>,
  'submitted_at' | 'published_at' | 'changed_at' | 'moved_at'
> &
  Record<'submitted_at' | 'changed_at', string> &
  Record<'published_at' | 'moved_at', string | null>;

export function demandOfJson(row: DemandJson): Demand {
  return demandOf({
    ...row,
    submitted_at: Temporal.Instant.from(row.submitted_at),
    published_at: row.published_at === null ? null : Temporal.Instant.from(row.published_at),
    moved_at: row.moved_at === null ? null : Temporal.Instant.from(row.moved_at),
    changed_at: Temporal.Instant.from(row.changed_at),
  });
}

export function demandOf(row: Selectable<Tables['demand']>): Demand {
  return {
    id: row.id,
    number: row.number,
    year: row.year,
    state: row.state,
    hostUnitId: row.host_unit_id,
    poster: row.poster,
    contactUser: row.contact_user ?? undefined,
    recordedBy: row.recorded_by ?? undefined,
    district: row.district,
    districts: row.districts,
    unitName: row.unit_name,
    unitType: row.unit_type ?? undefined,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    actionLine: row.action_line,
    form: row.form ?? undefined,
    modes: row.modes,
    field: row.field ?? undefined,
    needTypes: row.need_types,
    title: row.title,
    description: row.description,
    expertSlots: row.expert_slots,
    expertRequirement: row.expert_requirement,
    timeText: row.time_text,
    serviceStart: row.service_start ?? undefined,
    serviceEnd: row.service_end ?? undefined,
    claimDeadline: row.claim_deadline ?? undefined,
    place: row.place,
    expectedOutcome: row.expected_outcome,
    conditionsOffered: row.conditions_offered,
    expectedBeneficiaries: row.expected_beneficiaries ?? undefined,
    urgency: row.urgency,
    confidential: row.confidential,
    reason: row.reason ?? undefined,
    submittedAt: row.submitted_at,
    publishedAt: row.published_at ?? undefined,
    instant: row.instant,
    movedAt: row.moved_at ?? undefined,
    follows: row.follows ?? undefined,
  };
}
