import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { ABOUT_NOTHING } from './about.ts';
import {
  readClaimNews,
  readHostRequest,
  readKeepRequest,
  readPledgeRequest,
  readReportDue,
} from './claim-lines.ts';
import { createKnown, type Known } from './known.ts';
import type { Callee, Content, TelephoneLine, Telling } from './line.ts';
import { readInvitation, readNeedChanged, readNeedNews } from './need-lines.ts';
import { readReportLine } from './report-lines.ts';

/** In which workspace, when, and the language of the buttons. */
export interface ReadAsk {
  teamId: string;
  now: Temporal.Instant;
  locale: Locale;
}

/** With what was read for the calls before it. */
export interface LineAsk extends ReadAsk {
  known: Known;
}

/** What is to be told of these lines at this moment, so many at most; what matters no more is left out. */
export async function readTellings(
  db: Db,
  ask: ReadAsk,
  lines: readonly TelephoneLine[],
  most = Number.POSITIVE_INFINITY,
): Promise<Telling[]> {
  const known = createKnown(db, ask.teamId, lines);
  const tellings: Telling[] = [];
  for (const line of lines) {
    if (tellings.length >= most) break;
    const content = await readContent(db, { ...ask, known }, line);
    const callee = content && (await readCallee(known, line));
    if (callee) tellings.push({ ...content, ...callee, id: line.id });
  }
  return tellings;
}

/** By the kind that the message would have had; a word of another release is left out. */
async function readContent(db: Db, ask: LineAsk, line: TelephoneLine): Promise<Content | undefined> {
  switch (line.kind) {
    case 'claim_notice':
      return readClaimNews(ask, line);
    case 'keep_request':
      return readKeepRequest(db, ask, line);
    case 'consent_request':
      return readPledgeRequest(db, ask, line);
    case 'host_request':
      return readHostRequest(ask, line);
    case 'report_due':
      return readReportDue(db, ask, line);
    case 'demand_changed':
      return readNeedChanged(db, ask, line);
    case 'demand_cancelled':
    case 'demand_notice':
      return readNeedNews(db, ask, line);
    case 'invitation':
      return readInvitation(db, ask, line);
    case 'report_request':
    case 'report_filed':
    case 'report_notice':
      return readReportLine(db, ask, line);
    case 'registration_notice':
      return readRegistration(ask.known, line);
    case 'told_otherwise':
      return { ...ABOUT_NOTHING, number: line.ref.number ?? '', word: 'taken_back', values: {}, buttons: [] };
    default:
      return undefined;
  }
}

async function readRegistration(known: Known, { personId }: TelephoneLine): Promise<Content | undefined> {
  const expert = await known.expert(personId);
  if (!expert || expert.state === 'registered') return undefined;
  const word = expert.state === 'verified' ? 'registration_verified' : 'registration_returned';
  return { ...ABOUT_NOTHING, word, values: { reason: expert.returnReason ?? '' }, buttons: [] };
}

/** Undefined once they have an account: they read it there. */
export function findCallee(db: Db, teamId: string, line: TelephoneLine): Promise<Callee | undefined> {
  return readCallee(createKnown(db, teamId, [line]), line);
}

async function readCallee(
  known: Known,
  { person, personId }: Pick<TelephoneLine, 'person' | 'personId'>,
): Promise<Callee | undefined> {
  switch (person) {
    case 'expert': {
      const expert = await known.expert(personId);
      if (!expert || expert.userId) return undefined;
      return { name: expert.name, unit: expert.employer, phone: expert.phone };
    }
    case 'contact': {
      const demand = await known.demand(personId);
      if (!demand || demand.contactUser) return undefined;
      return { name: demand.contactName, unit: demand.unitName, phone: demand.contactPhone };
    }
  }
}
