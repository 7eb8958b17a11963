import { findExpertByUser } from '../directory/repository.ts';
import { findActor } from '../directory/roles.ts';
import { findProgramme } from '../programme/repository.ts';
import { MOST_OPTIONS, type Option } from '../slack/form.ts';
import type { Deps, Search } from '../slack/interaction.ts';
import { searchExperts } from './experts.ts';
import { demandOptions, expertOptions } from './form-fields.ts';
import { listServicesFor, stateOf } from './form-state.ts';
import { findReport } from './listings.ts';

/** The verified experts whose name or employer says what was typed, for those who may write a report. */
export async function suggestExperts(deps: Deps, search: Search): Promise<Option[]> {
  const { teamId, locale, query, inView } = search;
  if (!(await mayWrite(deps, search))) return [];
  const demand = inView?.typed.demand;
  const demandId = typeof demand === 'string' ? demand : undefined;
  return expertOptions(await searchExperts(deps.db, teamId, { demandId, query }), locale);
}

/** The needs this person may report on that say what was typed; "no need" always stands at the end. */
export async function suggestDemands(deps: Deps, search: Search): Promise<Option[]> {
  const { teamId, userId, locale, query } = search;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return [];
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const services = await listServicesFor(deps, search, programme, expert, { query });
  return demandOptions({ locale, services: services.slice(0, MOST_OPTIONS - 1) });
}

/** Who could come by such a form: verified experts, coordinators, and the author of what is mended in this window. */
async function mayWrite(deps: Deps, { teamId, userId, reader, inView }: Search): Promise<boolean> {
  const { bureau, districts } = await findActor(deps.db, reader);
  if (bureau || districts.length > 0) return true;
  const expert = await findExpertByUser(deps.db, teamId, userId);
  if (expert?.state === 'verified') return true;
  const { reportId } = stateOf(inView?.metadata ?? {});
  const report = reportId ? await findReport(deps.db, teamId, reportId) : undefined;
  return report?.author === userId;
}
