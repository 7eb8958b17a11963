import { recordActs } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { DemandForm } from '../demands/demand-form.ts';
import { takeNumbers } from '../programme/repository.ts';
import type { Import } from './import.ts';
import type { ExpertForm } from './kinds/experts.ts';
import type { ServiceForm } from './kinds/reports.ts';
import { type UnitForm, unitKey } from './kinds/units.ts';
import { type Applied, entryOf, idsOf, type Outcome } from './made.ts';
import { makeDemands, makeReports } from './make-services.ts';
import { insertExperts, type Making } from './make-sql.ts';
import { inParts } from './rows-sql.ts';
import { ensureUnits } from './units-sql.ts';

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
  const act = { teamId, act: 'import_unit' as const, actor: by, objectKind: 'unit', now };
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
