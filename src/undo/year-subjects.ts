import { askLeave } from '../directory/refuse.ts';
import { listYears } from '../programme/opening.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { enterSummary } from '../summaries/open-summary.ts';
import { findSummary } from '../summaries/repository.ts';
import { showSummary } from '../summaries/tell.ts';
import { showYears } from '../years/tell.ts';
import { type Entry, notFound } from './subject.ts';
import { reopenYear, takeBackOpening, takeBackSummaryGrant } from './years.ts';

export async function enterGranted(
  deps: Deps,
  ask: Ask,
  act: 'extend_summary' | 'waive_summary',
  id: string,
): Promise<Entry> {
  const { teamId } = ask;
  const entered = await enterSummary(deps, ask, id, act);
  if ('refusal' in entered) return entered;
  const { summary, programme } = entered;
  return {
    number: String(summary.year),
    programme,
    onBehalfOf: undefined,
    takeBack: (trx, undoing) => takeBackSummaryGrant(trx, undoing, summary),
    async show(trx) {
      await showSummary(trx, teamId, (await findSummary(trx, teamId, id)) ?? summary);
    },
  };
}

export async function enterYear(
  deps: Deps,
  ask: Ask,
  act: 'open_year' | 'close_year',
  id: string,
): Promise<Entry> {
  const { teamId, reader } = ask;
  const { refusal } = await askLeave(deps, ask, act, {}, { kind: 'programme_year', id });
  if (refusal) return { refusal };
  // One whose opening was taken back isn't there any more: moments are told by the clock of the newest.
  const years = await listYears(deps.db, teamId, reader.tz);
  const programme = years.find(({ year }) => String(year) === id) ?? years[0];
  if (!programme) return notFound(ask);
  return {
    number: id,
    programme,
    onBehalfOf: undefined,
    takeBack: (trx, undoing) =>
      act === 'open_year' ? takeBackOpening(trx, undoing) : reopenYear(trx, undoing, programme),
    show: (trx) => showYears(trx, teamId),
  };
}
