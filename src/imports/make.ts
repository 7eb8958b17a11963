import { recordActs } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { DemandForm } from '../demands/demand-form.ts';
import { decidersAmong, listGrants } from '../directory/roles.ts';
import { takeNumbers } from '../programme/repository.ts';
import { listClosed, listServing } from './hold-sql.ts';
import type { Import } from './import.ts';
import type { ExpertForm } from './kinds/experts.ts';
import type { ServiceForm } from './kinds/reports.ts';
import { type UnitForm, unitKey } from './kinds/units.ts';
import { insertDemands, insertExperts, insertReports, type Making } from './make-sql.ts';
import { inParts } from './rows-sql.ts';
import type { Told } from './tell.ts';
import { ensureUnits } from './units-sql.ts';

/** A row that is applied, with the id that its thing will have. */
export interface Applied {
  no: number;
  id: string;
  form: object;
}

/** What came of it, and whom it concerns; or why nothing did. */
export type Outcome =
  | { objects: { no: number; id: string }[]; told: Told[] }
  | { closed: number[] }
  | 'experts_changed';

/** Everything that a list becomes, in the transaction that it is handed. */
export type Make = (trx: Trx, making: Making) => Promise<Outcome>;

/** Takes what has to be taken before the transaction: the numbers that people will see. */
export async function prepareMake(
  db: Db,
  teamId: string,
  one: Import,
  { rows, year }: { rows: readonly Applied[]; year: number },
): Promise<Make> {
  switch (one.kind) {
    case 'units':
      return (trx, making) => makeUnits(trx, making, one, rows as readonly (Applied & { form: UnitForm })[]);
    case 'experts':
      return (trx, making) =>
        makeExperts(trx, making, one, rows as readonly (Applied & { form: ExpertForm })[]);
    case 'demands': {
      const numbers = await takeNumbers(db, { teamId, year, kind: 'XQ' }, rows.length);
      const needs = rows as readonly (Applied & { form: DemandForm })[];
      return (trx, making) => makeDemands(trx, making, one, { needs, numbers, year });
    }
    case 'reports': {
      const services = rows as readonly (Applied & { form: ServiceForm })[];
      const byYear = Map.groupBy(services, ({ form }) => form.year);
      const numbers = new Map<string, string>();
      for (const [own, all] of byYear) {
        const taken = await takeNumbers(db, { teamId, year: own, kind: 'BG' }, all.length);
        for (const [i, { id }] of all.entries()) numbers.set(id, taken[i] ?? '');
      }
      return (trx, making) => makeReports(trx, making, one, { services, numbers });
    }
  }
}

async function makeUnits(
  trx: Trx,
  { teamId, by, now }: Making,
  one: Import,
  rows: readonly (Applied & { form: UnitForm })[],
): Promise<Outcome> {
  const made = await ensureUnits(
    trx,
    { teamId, now },
    rows.map(({ form }) => form),
  );
  const objects = rows.flatMap(({ no, form }) => {
    const unit = made.get(unitKey(form));
    return unit?.isNew ? [{ no, id: unit.id }] : [];
  });
  const act = { teamId, act: 'import_unit', actor: by, objectKind: 'organisation', now };
  for (const part of inParts(objects))
    await recordActs(
      trx,
      act,
      part.map((row) => entryOf(one, row)),
    );
  return { objects, told: [] };
}

async function makeExperts(
  trx: Trx,
  making: Making,
  one: Import,
  rows: readonly (Applied & { form: ExpertForm })[],
): Promise<Outcome> {
  const { teamId, uploadedBy, by, now } = making;
  const employers = rows.map(({ form }) => employerOf(form));
  const units = await ensureUnits(trx, { teamId, now }, employers);
  const act = { teamId, objectKind: 'expert', now };
  for (const part of inParts(rows)) {
    const experts = part.map(({ id, form }) => ({
      id,
      form,
      employerId: units.get(unitKey(employerOf(form)))?.id ?? '',
    }));
    await insertExperts(trx, making, experts);
    const entries = part.map((row) => entryOf(one, row));
    await recordActs(trx, { ...act, act: 'record_expert', actor: uploadedBy }, entries);
    await recordActs(trx, { ...act, act: 'verify_expert', actor: by }, entries);
  }
  return { objects: idsOf(rows), told: [] };
}

function employerOf({ employer: name, system }: ExpertForm): UnitForm {
  return { kind: 'home_unit', name, unitType: null, district: '', system };
}

async function makeDemands(
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
  const act = { teamId, act: 'post_demand', actor: by, onBehalfOf: 'host', objectKind: 'demand', now };
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

async function makeReports(
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
  const users = services.flatMap(({ form }) => usersIn(form));
  const told = [...Map.groupBy(users, (user) => user)].map(([userId, all]) => ({
    userId,
    as: 'service' as const,
    n: all.length,
  }));
  return { objects: idsOf(services), told };
}

function idsOf(rows: readonly Applied[]): { no: number; id: string }[] {
  return rows.map(({ no, id }) => ({ no, id }));
}

/** In the audit trail of each thing: which list it came by, and where it stood. */
function entryOf(
  one: Import,
  { id, no }: { id: string; no: number },
  more: Record<string, string | number> = {},
): { id: string; details: Record<string, unknown> } {
  return { id, details: { ...more, import: one.id, row: no } };
}
