import type { Trx } from '../db/open.ts';
import { listCorrections } from '../programme/corrections.ts';
import type { Programme } from '../programme/programme.ts';
import { keyOfUnit } from '../summaries/figures.ts';
import { type Correction, correctedCity, frozenOf } from '../summaries/frozen.ts';
import { listObligations } from '../summaries/obligations.ts';
import { figuresOf, type Obligation, stateOf } from '../summaries/summary.ts';
import { readDisagreements } from './check-sql.ts';
import { correctedUnit } from './reconcile.ts';
import { listCorrectedIn, listShared, listUntold } from './reconcile-sql.ts';
import type { UnitLine, YearData } from './year-report-data.ts';
import type { ReportScope } from './year-report-scope.ts';
import {
  countForms,
  countLines,
  listNeedIds,
  listServiceIds,
  listTold,
  readFrozen,
  sumCity,
} from './year-sql.ts';

/** What a report says beside its long lists, and what these will list: all of one moment. */
export async function readYearData(
  trx: Trx,
  programme: Programme,
  scope: ReportScope,
  now: Temporal.Instant,
): Promise<YearData> {
  const { teamId, year } = programme;
  const live = await sumCity(trx, programme);
  const frozen = frozenOf(await readFrozen(trx, programme));
  const all = await listCorrections(trx, teamId, year);
  const units = (await listObligations(trx, programme)).map((one) => lineOf(one, all));
  const isUnit = scope.kind !== 'city';
  const own = isUnit ? await listCorrectedIn(trx, programme, scope) : [];
  const corrections = isUnit
    ? all.filter(({ object }) => object === keyOfUnit(scope) || own.includes(object))
    : all;
  const needs = await listNeedIds(trx, programme, scope);
  const needIds = needs.filter(({ isListed }) => isListed).map(({ id }) => id);
  return {
    programme,
    scope,
    now,
    units,
    city: { live, frozen: frozen?.city ?? live, shown: frozen ? correctedCity(frozen, all) : live },
    forms: await countForms(trx, programme),
    lines: await countLines(trx, programme, scope),
    shared: isUnit ? [] : await listShared(trx, programme),
    corrections,
    untold: await listUntold(
      trx,
      programme,
      corrections.map(({ object }) => object),
    ),
    serviceIds: await listServiceIds(trx, programme, scope),
    needIds,
    needsUnlisted: needs.length - needIds.length,
    stories: isUnit ? await listTold(trx, programme, scope, 'typical_story') : [],
    nextSteps: isUnit ? await listTold(trx, programme, scope, 'next_steps') : [],
    disagreements: isUnit ? await readDisagreements(trx, { programme, scope }) : [],
  };
}

/** Of an accepted or submitted summary what was frozen then; of any other what its reports add up to today. */
function lineOf(obligation: Obligation, corrections: readonly Correction[]): UnitLine {
  const { live } = obligation;
  const handed = stateOf(obligation) === 'waived' ? live : figuresOf(obligation);
  return { obligation, live, handed, shown: correctedUnit(handed, keyOfUnit(obligation.unit), corrections) };
}
