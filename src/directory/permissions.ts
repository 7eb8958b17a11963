/**
 * Who may do what, and with whose things: the one table, read by every door. A coordinator may act on behalf of
 * every other part within reach, and the record says so (mission: decisions 2 and 11).
 */
export type Act =
  | 'set_up_programme'
  | 'change_settings'
  | 'verify_expert'
  | 'return_registration'
  | 'post_demand'
  | 'record_demand'
  | 'edit_demand'
  | 'publish_demand'
  | 'return_demand'
  | 'reject_demand'
  | 'cancel_demand'
  | 'see_demand_contact'
  | 'claim_slot'
  | 'withdraw_claim'
  | 'give_consent'
  | 'refuse_consent'
  | 'record_consent'
  | 'accept_expert'
  | 'decline_expert'
  | 'file_report'
  | 'confirm_report'
  | 'object_report'
  | 'accept_report'
  | 'return_report'
  | 'override_host'
  | 'amend_report'
  | 'see_attachments'
  | 'post_digest'
  | 'change_digest'
  | 'submit_summary'
  | 'accept_summary'
  | 'return_summary'
  | 'ask_experts'
  | 'see_nudges'
  | 'settle_message'
  | 'change_calendar';

/** Under which hat somebody acts. */
export type Part =
  | 'member'
  | 'admin'
  | 'poster'
  | 'host'
  | 'home_unit'
  | 'expert'
  | 'author'
  | 'district'
  | 'system'
  | 'bureau';

const MAY: Record<Act, readonly Part[]> = {
  set_up_programme: ['admin'],
  change_settings: ['bureau', 'admin'],
  verify_expert: ['system', 'bureau'],
  return_registration: ['system', 'bureau'],
  post_demand: ['member'],
  record_demand: ['district', 'bureau'],
  edit_demand: ['poster', 'host', 'district', 'bureau'],
  publish_demand: ['district', 'bureau'],
  return_demand: ['district', 'bureau'],
  reject_demand: ['district', 'bureau'],
  cancel_demand: ['poster', 'host', 'district', 'bureau'],
  see_demand_contact: ['poster', 'host', 'expert', 'district', 'bureau'],
  claim_slot: ['expert'],
  withdraw_claim: ['expert', 'district', 'system', 'bureau'],
  give_consent: ['home_unit', 'district', 'system', 'bureau'],
  refuse_consent: ['home_unit', 'district', 'system', 'bureau'],
  record_consent: ['home_unit', 'district', 'system', 'bureau'],
  accept_expert: ['host', 'district', 'system', 'bureau'],
  decline_expert: ['host', 'district', 'system', 'bureau'],
  file_report: ['expert', 'author', 'district', 'bureau'],
  confirm_report: ['host', 'district', 'bureau'],
  object_report: ['host', 'district', 'bureau'],
  accept_report: ['district', 'bureau'],
  return_report: ['district', 'bureau'],
  override_host: ['district', 'bureau'],
  // A coordinator who wrote it amends it as coordinator: at once.
  amend_report: ['district', 'bureau', 'author'],
  see_attachments: ['author', 'expert', 'host', 'district', 'bureau'],
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
};

/** What is known of somebody who wants to act. */
export interface Actor {
  userId: string;
  isAdmin: boolean;
  isGuest: boolean;
  bureau: boolean;
  districts: readonly string[];
  systems: readonly string[];
}

/** Whose thing it is; what doesn't apply is left out. A user appears here only once named and confirmed. */
export interface Whose {
  poster?: string | null;
  hostUsers?: readonly (string | null)[];
  homeUnitUsers?: readonly (string | null)[];
  expertUsers?: readonly (string | null)[];
  author?: string | null;
  /** The district that owns the need; others only see it. */
  district?: string;
  /** The systems of the experts concerned. */
  systems?: readonly string[];
}

/** The hat under which the actor may do this, their own before another's; undefined when they may not. */
export function partFor(actor: Actor, act: Act, whose: Whose = {}): Part | undefined {
  return MAY[act].find((part) => wears(actor, part, whose));
}

/** Whose turn it is, for the sentence that explains a refusal. */
export function partsOf(act: Act): readonly Part[] {
  return MAY[act];
}

/** Whose step it is by right; what isn't named here is the step of whoever the table lets do it. */
const OWNERS: Partial<Record<Act, readonly Part[]>> = {
  withdraw_claim: ['expert'],
  give_consent: ['home_unit'],
  refuse_consent: ['home_unit'],
  record_consent: ['home_unit'],
  accept_expert: ['host'],
  decline_expert: ['host'],
  cancel_demand: ['host', 'poster'],
  file_report: ['expert', 'author'],
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
}

/**
 * As what the actor may do this, and on whose behalf; undefined when they may not. Whoever is an owner as well acts
 * for themselves, under whatever hat.
 */
export function standingFor(actor: Actor, act: Act, whose: Whose = {}): Standing | undefined {
  const as = partFor(actor, act, whose);
  if (!as) return undefined;
  const owners = OWNERS[act] ?? [];
  const isOwn = owners.includes(as) || owners.some((owner) => wears(actor, owner, whose));
  return { as, onBehalfOf: isOwn ? undefined : owners[0] };
}

/** True when the part is a coordinator's. */
export function isCoordinator(part: Part): boolean {
  return part === 'district' || part === 'system' || part === 'bureau';
}

function wears(actor: Actor, part: Part, whose: Whose): boolean {
  switch (part) {
    case 'member':
      return !actor.isGuest;
    case 'admin':
      return actor.isAdmin;
    case 'poster':
      return whose.poster === actor.userId;
    case 'host':
      return whose.hostUsers?.includes(actor.userId) ?? false;
    case 'home_unit':
      return whose.homeUnitUsers?.includes(actor.userId) ?? false;
    case 'expert':
      return whose.expertUsers?.includes(actor.userId) ?? false;
    case 'author':
      return whose.author === actor.userId;
    case 'district':
      return whose.district === undefined
        ? actor.districts.length > 0
        : actor.districts.includes(whose.district);
    case 'system':
      return whose.systems === undefined
        ? actor.systems.length > 0
        : whose.systems.some((one) => actor.systems.includes(one));
    case 'bureau':
      return actor.bureau;
  }
}
