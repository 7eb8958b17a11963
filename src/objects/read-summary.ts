import { partFor } from '../directory/permissions.ts';
import { findActor } from '../directory/roles.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { sumFigures } from '../summaries/figures.ts';
import { enterSummary, shownTo } from '../summaries/open-summary.ts';
import { listVersions } from '../summaries/repository.ts';
import { whoseSummary } from '../summaries/summary.ts';
import { buildSummary } from './summary-views.ts';
import type { Read } from './whole.ts';

/** A yearly summary whole, to the coordinators of its unit and to the bureau. */
export async function readSummary(deps: Deps, ask: Ask, id: string): Promise<Read> {
  const { db } = deps;
  const entered = await enterSummary(deps, ask, id);
  if ('refusal' in entered) return { refusal: entered.refusal };
  const { summary, programme, onBehalfOf } = entered;
  const [live, versions, actor] = await Promise.all([
    sumFigures(db, programme, summary.unit),
    listVersions(db, ask.teamId, id),
    findActor(db, ask.reader, ask.now),
  ]);
  const built = buildSummary({
    obligation: { ...summary, live },
    versions,
    shown: shownTo(ask, programme),
    decides: partFor(actor, 'accept_summary', whoseSummary(summary.unit)) !== undefined,
    onBehalf: onBehalfOf !== undefined,
  });
  const things = [{ kind: 'yearly_summary', id, label: '' }];
  return { whole: { ...built, programme, side: 'coordinator', things, beside: false } };
}
