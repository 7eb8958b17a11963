import { findDemand, listHostUsers } from '../demands/repository.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import { verifiedOf } from '../directory/acts-for.ts';
import { findActor } from '../directory/roles.ts';
import { findProgramme } from '../programme/repository.ts';
import { MOST_OPTIONS, type Option } from '../slack/form.ts';
import type { Deps, Search } from '../slack/interaction.ts';
import { searchExperts } from './experts.ts';
import { demandOptions, expertOptions } from './form-fields.ts';
import { listServicesFor, stateOf } from './form-state.ts';
import { findReport } from './listings.ts';

/** The verified experts whose name or employer says what was typed, as far as who writes may name them. */
export async function suggestExperts(deps: Deps, search: Search): Promise<Option[]> {
  const { teamId, locale, query, inView } = search;
  const demand = inView?.typed.demand;
  const demandId = typeof demand === 'string' ? demand : undefined;
  const reach = await reachOf(deps, search, demandId);
  if (reach === 'nobody') return [];
  const confirmedAlone = reach === 'confirmed';
  return expertOptions(await searchExperts(deps.db, teamId, { demandId, query, confirmedAlone }), locale);
}

/** The needs this person may report on that say what was typed; "no need" always stands at the end. */
export async function suggestDemands(deps: Deps, search: Search): Promise<Option[]> {
  const { teamId, userId, locale, query } = search;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return [];
  const named = await findActedFor(deps.db, teamId, userId);
  const services = await listServicesFor(deps, search, programme, named, { query });
  return demandOptions({ locale, services: services.slice(0, MOST_OPTIONS - 1) });
}

/**
 * Who could come by such a form: verified experts, coordinators, the author of what is mended in this window; and the host,
 * for those alone who were confirmed for its need.
 */
async function reachOf(
  deps: Deps,
  { teamId, userId, reader, inView }: Search,
  demandId: string | undefined,
): Promise<'everybody' | 'confirmed' | 'nobody'> {
  const { bureau, districts } = await findActor(deps.db, reader);
  if (bureau || districts.length > 0) return 'everybody';
  const named = await findActedFor(deps.db, teamId, userId);
  if (verifiedOf(named).length > 0) return 'everybody';
  const { reportId } = stateOf(inView?.metadata ?? {});
  const report = reportId ? await findReport(deps.db, teamId, reportId) : undefined;
  if (report?.author === userId) return report.filedByHost ? 'confirmed' : 'everybody';
  const demand = demandId === undefined ? undefined : await findDemand(deps.db, teamId, demandId);
  const hosts = demand ? await listHostUsers(deps.db, teamId, demand) : [];
  return hosts.includes(userId) ? 'confirmed' : 'nobody';
}
