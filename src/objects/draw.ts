import type { ModalView } from '@slack/types';
import type { Message } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { listHistory } from './history-sql.ts';
import { buildHistory } from './history-views.ts';
import type { ObjectRef, Place } from './object.ts';
import { readClaim } from './read-claim.ts';
import { readNeed } from './read-need.ts';
import { readExpert, readUnit } from './read-register.ts';
import { readReport } from './read-report.ts';
import { readSummary } from './read-summary.ts';
import { buildObject, historyPageOf, leafOf } from './views.ts';
import type { Read } from './whole.ts';

export type Drawn = { view: ModalView; refusal?: undefined } | { view?: undefined; refusal: Message };

/** The thing as it stands now, for whoever asks; `said` stands on top. */
export async function drawObject(deps: Deps, ask: Ask, place: Place, said?: Message): Promise<Drawn> {
  const { whole, refusal } = await readObject(deps, ask, place.object);
  if (!whole) return { refusal };
  const { teamId, userId, locale } = ask;
  const { things, beside, told: acts, programme, side } = whole;
  const listed = { teamId, things, beside, acts };
  const wanted = historyPageOf(whole, place.page);
  const found = await listHistory(deps.db, { ...listed, page: wanted });
  // The history has become shorter, or a page was forged: what it is altogether stands with its first one.
  const { total } = found.total > 0 ? found : await listHistory(deps.db, { ...listed, page: 1 });
  const leaf = leafOf(whole, place.page, total);
  const page = leaf.history ?? 1;
  const { entries } = page === wanted ? found : await listHistory(deps.db, { ...listed, page });
  const reader = { userId, side };
  const history = buildHistory({ entries, total }, page, { programme, locale, reader, things });
  return { view: buildObject(whole, leaf, { place, history, said, locale }) };
}

function readObject(deps: Deps, ask: Ask, { kind, id }: ObjectRef): Promise<Read> {
  switch (kind) {
    case 'demand':
      return readNeed(deps, ask, id);
    case 'claim':
      return readClaim(deps, ask, id);
    case 'report':
      return readReport(deps, ask, id);
    case 'expert':
      return readExpert(deps, ask, id);
    case 'unit':
      return readUnit(deps, ask, id);
    case 'summary':
      return readSummary(deps, ask, id);
  }
}
