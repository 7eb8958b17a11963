import type { How } from '../db/audit.ts';
import { barOf } from './own.ts';
import { type Act, type Actor, coordinatorFor, type Part, partFor, type Whose } from './permissions.ts';
import { wears } from './wears.ts';

/** Whose step it is by right; what isn't named here is the step of whoever the table lets do it. */
const OWNERS: Partial<Record<Act, readonly Part[]>> = {
  claim_for: ['expert', 'assistant'],
  answer_invitation: ['expert', 'assistant'],
  withdraw_claim: ['expert', 'assistant'],
  give_consent: ['home_unit'],
  refuse_consent: ['home_unit'],
  record_consent: ['home_unit'],
  report_no_show: ['host'],
  object_no_show: ['expert', 'assistant'],
  recall_expert: ['home_unit'],
  name_assistant: ['expert'],
  own_pledge: ['expert'],
  record_blanket: ['home_unit'],
  block_dates: ['expert', 'home_unit'],
  accept_expert: ['host'],
  decline_expert: ['host'],
  keep_claim: ['expert', 'assistant'],
  cancel_demand: ['host', 'poster'],
  change_demand: ['host', 'poster'],
  postpone_demand: ['host', 'poster'],
  reopen_demand: ['host', 'poster'],
  close_demand: ['host', 'poster'],
  follow_up: ['host', 'poster'],
  file_report: ['expert', 'assistant', 'author'],
  confirm_report: ['host'],
  object_report: ['host'],
  amend_report: ['author'],
  submit_summary: ['district', 'system'],
};

/** As what somebody acts. */
export interface Standing {
  as: Part;
  /** Whose step it is, when it is done on their behalf; the record says so. */
  onBehalfOf: Part | undefined;
  /** Whose hat it is: the actor's own, or that of somebody who is away. */
  by: Actor;
  /** What else the record says of it. */
  how?: How;
}

/** What lasts beyond the absence isn't the deputy's: who has which role. */
const NOT_A_DEPUTYS: readonly Act[] = ['change_settings', 'set_up_programme', 'hand_over', 'erase_person'];

/**
 * As what the actor may do this, and on whose behalf; undefined when they may not. Whoever is an owner as well acts
 * for themselves, under whatever hat; a deputy may what the absent person may, in their name.
 */
export function standingFor(actor: Actor, act: Act, whose: Whose = {}): Standing | undefined {
  const as = partFor(actor, act, whose);
  if (as) return { as, onBehalfOf: behalfOf(actor, act, as, whose), by: actor, ...inTheirName(as) };
  for (const absent of actor.standsInFor ?? []) {
    const part = deputyPartFor(actor.userId, absent, act, whose);
    if (!part) continue;
    const onBehalfOf = behalfOf(absent, act, part, whose) ?? part;
    const how = { ...inTheirName(part).how, deputy_of: absent.userId };
    return { as: part, onBehalfOf, by: absent, how };
  }
  return undefined;
}

/** Under which hat of the absent person their deputy may do this: one whose own the thing is may not, either. */
export function deputyPartFor(userId: string, absent: Actor, act: Act, whose: Whose): Part | undefined {
  const part = NOT_A_DEPUTYS.includes(act) ? undefined : partFor(absent, act, whose);
  return part && !barOf(userId, act, part, whose) ? part : undefined;
}

/** The same for a coordinator whose own thing it is, where nobody else could do it. */
export function standingAlone(actor: Actor, act: Act, whose: Whose, year: number): Standing | undefined {
  const as = coordinatorFor(actor, act, whose);
  return as && { as, onBehalfOf: behalfOf(actor, act, as, whose), by: actor, how: { alone: year } };
}

/** What an assistant does is the expert's own act, in the expert's name; the record says by whom. */
function inTheirName(as: Part): { how?: How } {
  return as === 'assistant' ? { how: { assistant: true } } : {};
}

function behalfOf(actor: Actor, act: Act, as: Part, whose: Whose): Part | undefined {
  const owners = ownersOf(act, whose);
  const isOwn = owners.includes(as) || owners.some((owner) => wears(actor, owner, whose));
  return isOwn ? undefined : owners[0];
}

function ownersOf(act: Act, { filedByHost = false }: Whose): readonly Part[] {
  return act === 'object_report' && filedByHost ? ['expert'] : (OWNERS[act] ?? []);
}
