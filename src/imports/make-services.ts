import { recordActs } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import type { DemandForm } from '../demands/demand-form.ts';
import { decidersAmong, listGrants } from '../directory/roles.ts';
import { makeRecordDue } from '../reports/record-due.ts';
import { listClosed, listServing } from './hold-sql.ts';
import type { Import } from './import.ts';
import type { ServiceForm } from './kinds/reports.ts';
import { type UnitForm, unitKey } from './kinds/units.ts';
import { type Applied, entryOf, idsOf, type Outcome } from './made.ts';
import { insertDemands, insertReports, type Making } from './make-sql.ts';
import { inParts } from './rows-sql.ts';
import { ensureUnits } from './units-sql.ts';

export async function makeDemands(
  trx: Trx,
  making: Making,
  one: Import,
  {
    needs,
    numbers,
    year,
  }: { needs: readonly (Applied & { form: DemandForm })[]; numbers: readonly string[]; year: number },
): Promise<Outcome> {
  const { teamId, by, now } = making;
  const closed = await listClosed(trx, teamId, [year]);
  if (closed.length > 0) return { closed };
  const units = await ensureUnits(
    trx,
    { teamId, now },
    needs.map(({ form }) => hostOf(form)),
  );
  const numbered = needs.map((row, i) => ({
    ...row,
    number: numbers[i] ?? '',
    hostUnitId: units.get(unitKey(hostOf(row.form)))?.id ?? '',
  }));
  const act = {
    teamId,
    act: 'post_demand' as const,
    actor: by,
    onBehalfOf: 'host',
    objectKind: 'demand',
    now,
  };
  for (const part of inParts(numbered)) {
    await insertDemands(trx, making, { year }, part);
    await recordActs(
      trx,
      act,
      part.map((row) => entryOf(one, row, { number: row.number })),
    );
  }
  return {
    objects: idsOf(needs),
    told: await listReviewers(
      trx,
      teamId,
      needs.map(({ form }) => form),
    ),
  };
}

function hostOf({ unit_name: name, unit_type, districts }: DemandForm): UnitForm {
  return { kind: 'host_unit', name, unitType: unit_type ?? null, district: districts[0] ?? '', system: null };
}

/** Whose turn it is, with how many: one message each, and not one for each need. */
async function listReviewers(trx: Trx, teamId: string, forms: readonly DemandForm[]) {
  const grants = await listGrants(trx, teamId);
  const counts = new Map<string, number>();
  for (const [district, all] of Map.groupBy(forms, ({ districts }) => districts[0] ?? ''))
    for (const userId of decidersAmong(grants, 'publish_demand', { district }))
      counts.set(userId, (counts.get(userId) ?? 0) + all.length);
  return [...counts].map(([userId, n]) => ({ userId, as: 'review' as const, n }));
}

export async function makeReports(
  trx: Trx,
  making: Making,
  one: Import,
  {
    services,
    numbers,
  }: { services: readonly (Applied & { form: ServiceForm })[]; numbers: ReadonlyMap<string, string> },
): Promise<Outcome> {
  const { teamId, uploadedBy, by, now } = making;
  const closed = await listClosed(
    trx,
    teamId,
    services.map(({ form }) => form.year),
  );
  if (closed.length > 0) return { closed };
  const ids = new Set(services.flatMap(({ form }) => form.expertIds));
  const serving = await listServing(trx, teamId, [...ids]);
  if (serving.size < ids.size) return 'experts_changed';
  const usersIn = ({ expertIds }: ServiceForm) => expertIds.flatMap((id) => serving.get(id)?.userId ?? []);
  const numbered = services.map((row) => ({
    ...row,
    number: numbers.get(row.id) ?? '',
    author: usersIn(row.form)[0] ?? uploadedBy,
  }));
  const act = { teamId, objectKind: 'report', now };
  for (const part of inParts(numbered)) {
    await insertReports(trx, making, part);
    const entries = part.map((row) => entryOf(one, row, { version: 1 }));
    await recordActs(trx, { ...act, act: 'file_report', actor: uploadedBy, onBehalfOf: 'expert' }, entries);
    await recordActs(trx, { ...act, act: 'accept_report', actor: by }, entries);
  }
  await makeRecordDue(
    trx,
    teamId,
    services.map(({ id }) => id),
    now,
  );
  const users = services.flatMap(({ form }) => usersIn(form));
  const told = [...Map.groupBy(users, (user) => user)].map(([userId, all]) => ({
    userId,
    as: 'service' as const,
    n: all.length,
  }));
  return { objects: idsOf(services), told };
}
