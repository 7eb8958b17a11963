/** The sample season as it is played: everything invented, see `data/season.json`. */

import { NEEDS_CHANNEL } from './cast.ts';
import data from './data/season.json' with { type: 'json' };
import turn from './data/turn.json' with { type: 'json' };
import type { Typed } from './records.ts';

/** What a person types into a window, by field. */
export type Form = Record<string, Typed>;

/** A step with a written reason. */
export interface Reasoned {
  at: string;
  reason: string;
}

/** Moments are in the programme's zone, `2013-09-02T09:10+08:00`; what has no moment never happens. */
export interface SampleExpert {
  id: string;
  /** Who has no account is recorded by this officer. */
  recorded_by?: string;
  registered_at: string;
  verified_at: string;
  form: { name: string; employer: string; home_unit_user: string | null } & Form;
}

export interface SampleDemand {
  id: string;
  at: string;
  /** Who posts it, when the host unit's contact is on Slack; else the coordinator records it. */
  poster?: string;
  need: { districts: string[]; action_line: string } & Form;
  details: Form;
  /** Written down to the end of step one, and left there. */
  draft?: boolean;
  published_at?: string;
  returned?: Reasoned;
  cancelled?: Reasoned;
}

export interface SampleClaim {
  id: string;
  demand: string;
  expert: string;
  at: string;
  /** The assistant who claims in the expert's name. */
  by?: string;
  /** The host answers by a link: its contact has no account. */
  by_link?: boolean;
  consent?: { at: string; form: Form };
  refused?: Reasoned;
  accepted_at?: string;
  declined?: Reasoned;
  withdrawn?: Reasoned;
}

export interface SampleReport {
  id: string;
  /** None for a service nobody asked for here. */
  demand: string | null;
  /** The expert who writes it. */
  by: string;
  at: string;
  experts: string[];
  form: { title: string; districts: string[] } & Form;
  /** Written down to the end of step one, and left there. */
  draft?: boolean;
  confirmed_at?: string;
  accepted_at?: string;
  returned?: Reasoned;
}

interface Coordinator {
  user: string;
  at: string;
  districts: string[];
}

interface Season {
  programme: { at: string; form: Form };
  coordinators: Coordinator[];
  /** Who speaks for hosts that are not on Slack: nobody accepts a report that they confirmed themselves (decision 30). */
  second: Coordinator;
  experts: SampleExpert[];
  demands: SampleDemand[];
  claims: SampleClaim[];
  reports: SampleReport[];
  digest_at: string;
  ends_at: string;
  /** When those are rung who have no account, and by whom. */
  calls: { user: string; at: string }[];
}

export const SEASON = data as unknown as Season;

/** A district's yearly summary, handed in by its coordinator. */
export interface SampleSummary {
  user: string;
  at: string;
  form: Form;
  accepted_at: string;
}

/** What comes after the season's last day, as far as the first need of the next year. */
interface Turn extends Pick<Season, 'demands' | 'claims' | 'reports' | 'ends_at'> {
  summaries: SampleSummary[];
  year: { at: string; form: Form };
}

export const TURN = turn as unknown as Turn;

export const BUREAU = 'U0BUREAU';

/** The Slack account of an expert of the season: ZJ-0006 is U0ZJ0006. */
export function userOf(expertId: string): string {
  return `U0${expertId.replace('-', '')}`;
}

/** Whether the expert has an account of Slack; for whoever has none, coordinators do all. */
export function hasAccount(expertId: string): boolean {
  return byId(SEASON.experts, expertId).recorded_by === undefined;
}

/** A need of the season or of the turn of its year. */
export function demandOf(id: string): SampleDemand {
  return byId([...SEASON.demands, ...TURN.demands], id);
}

/** Who does a district's work: its coordinator, or the bureau where there is none. */
export function coordinatorOf([district]: readonly string[]): string {
  const own = SEASON.coordinators.find(({ districts }) => district && districts.includes(district));
  return own?.user ?? BUREAU;
}

/** Who speaks for the host unit: its contact, or on its behalf the coordinator who recorded the need. */
export function hostOf({ poster, need }: SampleDemand): string {
  return poster ?? coordinatorOf(need.districts);
}

/** Who confirms the report of a service: the host unit's contact, or the second officer on its behalf. */
export function confirmerOf({ demand }: SampleReport): string {
  return (demand && demandOf(demand).poster) || SEASON.second.user;
}

/** Who speaks for the expert's home unit: its contact, or on its behalf the coordinator of the need. */
export function homeUnitOf({ expert, demand }: SampleClaim): string {
  const { home_unit_user: contact } = byId(SEASON.experts, expert).form;
  return contact ?? coordinatorOf(demandOf(demand).need.districts);
}

/** Notice 2(3): health care for high-level talents has no card, and nothing of it is said in the channel. */
export function isPrivate({ need }: SampleDemand): boolean {
  return need.action_line === 'talent_health';
}

/** Throws for an id that the season doesn't hold: the data is wrong. */
export function byId<T extends { id: string }>(all: readonly T[], id: string): T {
  const found = all.find((one) => one.id === id);
  if (!found) throw new Error(`the season has no ${id}`);
  return found;
}

/** The accounts of those who have one. */
export function accountsOf(experts: readonly string[]): string[] {
  return experts.filter(hasAccount).map(userOf);
}

/** Whether the channel hears of the need. */
export function channelOf(demand: SampleDemand): string[] {
  return isPrivate(demand) ? [] : [NEEDS_CHANNEL];
}
