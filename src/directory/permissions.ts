import { type Bar, barOf, isCoordinator } from './own.ts';
import { wears } from './wears.ts';

/** Under which hat somebody acts. */
export type Part =
  | 'member'
  | 'admin'
  | 'poster'
  | 'host'
  | 'home_unit'
  | 'expert'
  | 'assistant'
  | 'author'
  | 'district'
  | 'system'
  | 'bureau';

/** Who may do what, and with whose things: read by every door. Coordinators act for others within reach, on record (decision 11). */
const MAY = {
  set_up_programme: ['admin'],
  change_settings: ['bureau', 'admin'],
  verify_expert: ['system', 'bureau'],
  return_registration: ['system', 'bureau'],
  // For somebody who has no account (decision 29); who recorded them doesn't verify them.
  record_expert: ['district', 'system', 'bureau'],
  link_expert: ['system', 'bureau'],
  name_assistant: ['expert', 'system', 'bureau'],
  // The register, as far as it is theirs; see `lists/`.
  see_register: ['district', 'system', 'bureau'],
  edit_unit: ['district', 'system', 'bureau'],
  // Whoever reaches both: two people by their system, two units by their district or system; never oneself.
  merge: ['district', 'system', 'bureau'],
  // A coordinator what lies within their own reach.
  hand_over: ['district', 'system', 'bureau'],
  // Themselves, an expert or not; else whose system it is.
  erase_person: ['expert', 'system', 'bureau'],
  post_demand: ['member'],
  record_demand: ['district', 'bureau'],
  edit_demand: ['poster', 'host', 'district', 'bureau'],
  publish_demand: ['district', 'bureau'],
  return_demand: ['district', 'bureau'],
  reject_demand: ['district', 'bureau'],
  cancel_demand: ['poster', 'host', 'district', 'bureau'],
  // A thing whole, with its history; a published need that isn't private is anybody's to read.
  see_demand: ['poster', 'host', 'district', 'bureau', 'system', 'expert', 'assistant', 'home_unit'],
  see_claim: ['host', 'expert', 'assistant', 'home_unit', 'district', 'system', 'bureau'],
  see_report: ['author', 'host', 'expert', 'assistant', 'district', 'system', 'bureau'],
  see_demand_contact: ['poster', 'host', 'expert', 'assistant', 'district', 'bureau'],
  claim_slot: ['expert', 'assistant'],
  // For those who have no account, above all (decision 29).
  claim_for: ['district', 'system', 'bureau'],
  answer_invitation: ['expert', 'assistant', 'district', 'system', 'bureau'],
  told_them: ['district', 'system', 'bureau'],
  withdraw_claim: ['expert', 'assistant', 'district', 'system', 'bureau'],
  give_consent: ['home_unit', 'district', 'system', 'bureau'],
  refuse_consent: ['home_unit', 'district', 'system', 'bureau'],
  record_consent: ['home_unit', 'district', 'system', 'bureau'],
  // The expert's own promise, where there is no employer to consent; never the assistant's.
  own_pledge: ['expert', 'district', 'system', 'bureau'],
  accept_expert: ['host', 'district', 'system', 'bureau'],
  decline_expert: ['host', 'district', 'system', 'bureau'],
  report_no_show: ['host', 'district', 'bureau'],
  object_no_show: ['expert', 'assistant', 'district', 'system', 'bureau'],
  uphold_no_show: ['district', 'bureau'],
  dismiss_no_show: ['district', 'bureau'],
  waive_report: ['district', 'bureau'],
  recall_expert: ['home_unit', 'district', 'system', 'bureau'],
  // For a home unit or host that is not on Slack; whoever makes it counts as who answers.
  make_link: ['district', 'system', 'bureau'],
  // The host for its experts (decision 32); their system, for those it looks after.
  file_report: ['expert', 'assistant', 'author', 'host', 'district', 'system', 'bureau'],
  confirm_report: ['host', 'district', 'bureau'],
  // The host; to a report that the host filed, its experts.
  object_report: ['host', 'expert', 'assistant', 'district', 'bureau'],
  accept_report: ['district', 'bureau'],
  return_report: ['district', 'bureau'],
  override_host: ['district', 'bureau'],
  void_report: ['district', 'bureau'],
  // A coordinator who wrote it amends it as coordinator: at once.
  amend_report: ['district', 'bureau', 'author'],
  see_attachments: ['author', 'expert', 'assistant', 'host', 'district', 'bureau'],
  post_digest: ['district', 'system', 'bureau'],
  change_digest: ['district', 'system', 'bureau'],
  // Whose unit it is, else the bureau on its behalf.
  submit_summary: ['district', 'system', 'bureau'],
  accept_summary: ['bureau'],
  return_summary: ['bureau'],
  ask_experts: ['district', 'bureau'],
  see_nudges: ['bureau'],
  settle_message: ['bureau'],
  change_calendar: ['bureau'],
  change_demand: ['poster', 'host', 'district', 'bureau'],
  postpone_demand: ['poster', 'host', 'district', 'bureau'],
  reopen_demand: ['poster', 'host', 'district', 'bureau'],
  close_demand: ['poster', 'host', 'district', 'bureau'],
  follow_up: ['poster', 'host', 'district', 'bureau'],
  grant_instant: ['district', 'bureau'],
  keep_claim: ['expert', 'assistant', 'district', 'system', 'bureau'],
  // Of what is in their reach; which rows that are, and who applies them, `imports/reach.ts` asks of the acts above.
  import_file: ['district', 'system', 'bureau'],
  apply_import: ['district', 'system', 'bureau'],
  drop_import: ['author', 'district', 'system', 'bureau'],
  undo_import: ['district', 'system', 'bureau'],
  // An employer's yes in advance, and days that don't suit one of its experts, or them.
  record_blanket: ['home_unit', 'system', 'bureau'],
  block_dates: ['expert', 'home_unit', 'system', 'bureau'],
  consent_letter: ['home_unit', 'expert', 'assistant', 'district', 'system', 'bureau'],
  open_year: ['bureau'],
  edit_programme: ['bureau'],
  close_year: ['bureau'],
  correct_year: ['bureau'],
  extend_summary: ['bureau'],
  waive_summary: ['bureau'],
  print_statement: ['expert', 'home_unit', 'district', 'system', 'bureau'],
  title_pack: ['expert', 'home_unit', 'district', 'system', 'bureau'],
  // Lists and reports of their own reach; see `documents/`. One need or service also whoever has a part in it.
  export: ['district', 'system', 'bureau'],
  export_one: [
    'poster',
    'host',
    'home_unit',
    'expert',
    'assistant',
    'author',
    'district',
    'system',
    'bureau',
  ],
} as const satisfies Record<string, readonly Part[]>;

export type Act = keyof typeof MAY;

/** What is known of somebody who wants to act. */
export interface Actor {
  userId: string;
  isAdmin: boolean;
  isGuest: boolean;
  bureau: boolean;
  districts: readonly string[];
  systems: readonly string[];
  /** Those who are away and named the actor for it; who is read by hand stands in for nobody. */
  standsInFor?: readonly Actor[];
}

/** Whose thing it is; what doesn't apply is left out. A user appears here only once named and confirmed. */
export interface Whose {
  poster?: string | null;
  hostUsers?: readonly (string | null)[];
  homeUnitUsers?: readonly (string | null)[];
  expertUsers?: readonly (string | null)[];
  /** Who acts in the experts' names. */
  assistantUsers?: readonly (string | null)[];
  author?: string | null;
  /** The host wrote it for the experts. */
  filedByHost?: boolean;
  /** Who else had a hand in it before: recorded it, or said yes to it in somebody's place. */
  handled?: readonly (string | null)[];
  /** The district that owns the need; others only see it. */
  district?: string;
  /** The systems of the experts concerned. */
  systems?: readonly string[];
}

/**
 * The hat under which the actor may do this, their own before another's; undefined when they may not. A hat that fits
 * is not enough where the thing is their own (mission: decision 30).
 */
export function partFor(actor: Actor, act: Act, whose: Whose = {}): Part | undefined {
  return MAY[act].find((part) => fits(actor, act, part, whose) && !barOf(actor.userId, act, part, whose));
}

/** Why somebody whose hat fits may not do it all the same; undefined when they may, or when no hat fits. */
export function barFor(actor: Actor, act: Act, whose: Whose): Bar | undefined {
  if (partFor(actor, act, whose)) return undefined;
  const bars = MAY[act].filter((part) => fits(actor, act, part, whose));
  const own = bars.find((part) => barOf(actor.userId, act, part, whose) === 'own');
  return own ? 'own' : bars.length > 0 ? 'never' : undefined;
}

/** The coordinator's hat that fits, whoever's the thing is: for those of whom nobody else could do it. */
export function coordinatorFor(actor: Actor, act: Act, whose: Whose): Part | undefined {
  return MAY[act].find((part) => isCoordinator(part) && fits(actor, act, part, whose));
}

export function isAct(name: string): name is Act {
  return Object.hasOwn(MAY, name);
}

/** Whose turn it is, for the sentence that explains a refusal. */
export function partsOf(act: Act): readonly Part[] {
  return MAY[act];
}

/** Has the part, and it is asked: a report is objected to by the side that didn't write it. */
function fits(actor: Actor, act: Act, part: Part, whose: Whose): boolean {
  const wrote: readonly Part[] = whose.filedByHost ? ['host'] : ['expert', 'assistant'];
  if (act === 'object_report' && wrote.includes(part)) return false;
  return wears(actor, part, whose);
}
