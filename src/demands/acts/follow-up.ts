import { actOnce, recordAct } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import { isCoordinator } from '../../directory/own.ts';
import { grantLeave } from '../../directory/refuse.ts';
import { actorOf } from '../../directory/roles.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { type Programme, today } from '../../programme/programme.ts';
import { takeNumber } from '../../programme/repository.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { newDraftId } from '../../slack/drafts.ts';
import type { Typed } from '../../slack/form.ts';
import { VIEWS } from '../../slack/ids.ts';
import type { Ask, Click, Deps, Submission } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import type { Answer } from '../../slack/submit.ts';
import { checkFollowUp, typedOfChange } from '../altered.ts';
import { buildChangeForm } from '../altered-views.ts';
import { type Demand, isServiceOver } from '../demand.ts';
import type { DemandForm } from '../demand-form.ts';
import { findFormYear, readDemandEntry } from '../entry-sql.ts';
import { findDemand, insertDemand } from '../repository.ts';
import { buildOutcome } from '../review-blocks.ts';
import { askReviews, explainState, isCovered, refreshDemand } from '../tell.ts';
import { say as sayDemand } from '../words.ts';
import { say } from '../words-after.ts';

interface Entry {
  refusal?: undefined;
  demand: Demand;
  /** Of the need that is asked for: the year for new things, whichever the first belongs to. */
  programme: Programme;
  byCoordinator: boolean;
  onBehalfOf: string | undefined;
}

/**
 * `follow_up` (回头帮): going back is a new need with its own number, filled in from the one that was served, which it
 * follows and which stays as it is (mission: decision 9).
 */
export async function openFollowUp(deps: Deps, click: Click): Promise<Message | undefined> {
  const entry = await enter(deps, click, click.value);
  if (entry.refusal) return entry.refusal;
  const typed = typedOfChange(entry.demand, contextOf(click, entry));
  await click.open(formOf(click, entry, typed, newDraftId()));
  return undefined;
}

export async function submitFollowUp(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale, metadata } = ask;
  const entry = await enter(deps, ask, metadata.demandId ?? '');
  if (entry.refusal) return { notice: entry.refusal };
  const id = metadata.newId ?? '';
  const { reason, confirm: _, ...fields } = ask.typed;
  const why = typeof reason === 'string' ? reason.trim() : '';
  const checked = checkFollowUp(fields, entry.demand, contextOf(ask, entry));
  if (!checked.ok || !why) {
    const errors = checked.ok ? {} : checked.errors;
    return { errors: why ? errors : { ...errors, reason: sayDemand(locale, 'required') } };
  }
  const existing = await findDemand(deps.db, teamId, id);
  if (existing) return answer(deps, ask, entry.programme, { demand: existing });
  const { programme } = entry;
  const number = await takeNumber(deps.db, teamId, programme.year, 'XQ');
  const outcome = await submit(deps.db, ask, entry, { id, number, form: checked.value, why });
  if (outcome !== 'repeated') return answer(deps, ask, programme, outcome);
  return answer(deps, ask, programme, { demand: (await findDemand(deps.db, teamId, id)) ?? entry.demand });
}

/** The new need; `undo` is what takes it back, where it was asked for just now. */
interface Asked {
  demand: Demand;
  undo?: number;
}

/** Kept as 'submitted'; those whose turn it is are asked, as for every new need. */
async function submit(
  db: Db,
  { teamId, userId, now, cause }: Submission,
  { demand: before, programme, byCoordinator, onBehalfOf }: Entry,
  what: { id: string; number: string; form: DemandForm; why: string },
): Promise<Asked | 'repeated'> {
  const { id, number, form, why } = what;
  const { year } = programme;
  return actOnce(db, async (trx) => {
    const demand = await insertDemand(trx, {
      teamId,
      id,
      number,
      year,
      form,
      now,
      poster: byCoordinator ? before.poster : userId,
      contactUser: byCoordinator ? before.contactUser : (before.contactUser ?? userId),
      recordedBy: byCoordinator ? userId : undefined,
      follows: before.id,
    });
    const auditId = await recordAct(trx, {
      teamId,
      act: 'follow_up',
      actor: userId,
      onBehalfOf,
      objectKind: 'demand',
      objectId: id,
      now,
      cause,
      details: { number, follows: before.number, reason: why },
    });
    await askReviews(trx, teamId, demand, auditId);
    await refreshDemand(trx, teamId, demand);
    return { demand, undo: auditId };
  });
}

async function answer(
  { db }: Deps,
  { teamId, locale }: Ask,
  programme: Programme,
  { demand, undo }: Asked,
): Promise<Answer> {
  const byBureau = !(await isCovered(db, teamId, demand.district));
  return { notice: buildOutcome(demand, programme, locale, { revised: false, byBureau, undo }) };
}

/** Once the service has begun, or the need is closed. */
async function enter(deps: Deps, ask: Ask, demandId: string): Promise<Entry | { refusal: Message }> {
  const { locale, reader } = ask;
  const { programme: before, roles, case: found } = await readDemandEntry(deps.db, ask, demandId);
  if (!before) return { refusal: setUpFirst(ask) };
  if (!found) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const { demand, around } = found;
  const leave = await grantLeave(deps, ask, actorOf(reader, roles), {
    act: 'follow_up',
    whose: { poster: demand.poster, hostUsers: around.hostUsers, district: demand.district },
    object: { kind: 'demand', id: demand.id },
    year: demand.year,
  });
  if (leave.refusal) return { refusal: leave.refusal };
  const day = today(before, ask.now);
  const hasBegun = demand.serviceStart !== undefined && demand.serviceStart <= day.toString();
  const isServed = demand.state === 'published' && (hasBegun || isServiceOver(demand, day));
  if (!isServed && demand.state !== 'closed') {
    const state = await explainState(deps.db, demand, before, locale);
    return { refusal: message(section(state), section(say(locale, 'not_served_yet'))) };
  }
  const programme = (await findFormYear(deps.db, ask)) ?? before;
  return { demand, programme, byCoordinator: isCoordinator(leave.as), onBehalfOf: leave.onBehalfOf };
}

function contextOf({ locale, now }: Ask, { programme, byCoordinator }: Entry) {
  const day = today(programme, now);
  const form = { locale, programme, today: day, wordsYear: day.year, recordedByCoordinator: byCoordinator };
  return { form, byCoordinator, reopens: true };
}

function formOf({ locale }: Ask, { demand, programme }: Entry, typed: Typed, newId: string) {
  const { number } = demand;
  return buildChangeForm({
    locale,
    programme,
    callbackId: VIEWS.followUp,
    title: say(locale, 'follow_title'),
    typed,
    ids: { demandId: demand.id, newId },
    note: say(locale, 'follow_note', { number }),
  });
}
