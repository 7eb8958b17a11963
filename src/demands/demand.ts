import type { Programme } from '../programme/programme.ts';

/** A host unit's request for experts (需求), as it was written. */
export interface Demand {
  id: string;
  /** XQ-2013-0001: what people call it by. */
  number: string;
  year: number;
  state: DemandState;
  hostUnitId: string;
  poster: string;
  /** The host unit's contact on Slack; counts as the host only once the need is published. */
  contactUser: string | undefined;
  /** The coordinator who recorded it for somebody else. */
  recordedBy: string | undefined;
  /** The district that owns the need: the first one named. */
  district: string;
  districts: string[];
  unitName: string;
  unitType: string | undefined;
  contactName: string;
  contactPhone: string;
  actionLine: string;
  form: string | undefined;
  modes: string[];
  field: string | undefined;
  needTypes: string[];
  title: string;
  description: string;
  expertSlots: number;
  expertRequirement: string;
  /** The time as people wrote it; the range below is only our reading of it, or what they picked. */
  timeText: string;
  /** 'YYYY-MM-DD' in the programme's zone, as are the next two; the last day is inclusive. */
  serviceStart: string | undefined;
  serviceEnd: string | undefined;
  claimDeadline: string | undefined;
  place: string;
  expectedOutcome: string;
  conditionsOffered: string;
  expectedBeneficiaries: number | undefined;
  urgency: string;
  confidential: boolean;
  /** Why it was returned, rejected or cancelled. */
  reason: string | undefined;
  submittedAt: Temporal.Instant;
  publishedAt: Temporal.Instant | undefined;
  /** Granted by a coordinator as an instant service: whoever claims it is confirmed at once, and paper may follow. */
  instant: boolean;
  /** When its date last moved after publication. */
  movedAt: Temporal.Instant | undefined;
  /** The need that it goes back to (回头帮). */
  follows: string | undefined;
}

/** What a list must know of a need to name it as its readers may read it. */
export type Named = Pick<Demand, 'title' | 'actionLine' | 'confidential'>;

/** What is stored; everything else follows from the dates and the slots. */
export type DemandState =
  | 'submitted'
  | 'returned'
  | 'rejected'
  | 'bureau_review'
  | 'published'
  | 'postponed'
  | 'cancelled'
  | 'closed';

export type DemandPhase = DemandState | 'matching' | 'matched' | 'in_service' | 'served' | 'expired';

/** total = free + held + confirmed; all zero until the need is published. */
export interface Seats {
  total: number;
  free: number;
  /** Claimed, but not yet consented to by both sides. */
  held: number;
  /** Names of the confirmed experts, in order of their slots. */
  confirmed: string[];
}

export const NO_SEATS: Seats = { total: 0, free: 0, held: 0, confirmed: [] };

/**
 * Where the need stands today. Service may start with open slots; a last day counts to its last second, so `today`
 * is the day in the programme's zone.
 */
export function demandPhase(
  { state, serviceStart, serviceEnd, claimDeadline }: Demand,
  { total, free, held, confirmed }: Seats,
  today: Temporal.PlainDate,
): DemandPhase {
  if (state !== 'published') return state;
  if (isPast(serviceEnd, today)) return confirmed.length > 0 ? 'served' : 'expired';
  if (confirmed.length > 0 && hasBegun(serviceStart, today)) return 'in_service';
  if (confirmed.length === total) return 'matched';
  if (held + confirmed.length === 0 && isPast(claimDeadline, today)) return 'expired';
  return free === total ? 'published' : 'matching';
}

/** Claims are taken to the end of the claim deadline, or of the service; with neither day set, always. */
export function isOpenForClaims(
  { state, claimDeadline, serviceEnd }: Demand,
  today: Temporal.PlainDate,
): boolean {
  return state === 'published' && !isPast(claimDeadline ?? serviceEnd, today);
}

/** Somebody served, or may have: words such as 待定 set no first day, and must not stand in the way of a report. */
export function isOpenForReports(demand: Demand, seats: Seats, today: Temporal.PlainDate): boolean {
  if (demand.state !== 'published' || seats.confirmed.length === 0) return false;
  return demand.serviceStart === undefined || hasBegun(demand.serviceStart, today);
}

/** While it is being checked it may be mended; once published, others rely on it. */
export function isOpenForEdits({ state }: Demand): boolean {
  return state === 'submitted' || state === 'returned' || state === 'bureau_review';
}

/** The last day of the service has gone by; without one it is never over. */
export function isServiceOver({ serviceEnd }: Demand, today: Temporal.PlainDate): boolean {
  return isPast(serviceEnd, today);
}

/** Until the service is over, and only while nobody decided otherwise. */
export function isCancellable(demand: Demand, today: Temporal.PlainDate): boolean {
  if (demand.state === 'postponed') return true;
  return demand.state === 'published' ? !isServiceOver(demand, today) : isOpenForEdits(demand);
}

/** Who would be its host: the contact, and whoever posted it for their unit; not who recorded it for others. */
export function hostsBefore({
  contactUser,
  poster,
  recordedBy,
}: {
  contactUser?: string | null | undefined;
  poster: string;
  recordedBy?: string | null | undefined;
}): (string | null)[] {
  return [contactUser ?? null, recordedBy ? null : poster];
}

/** Whoever agreed to the one has not agreed to the other; words alone count where no day is known of either. */
export function isAnotherDate(before: Dated, after: Dated): boolean {
  const isKnown = [before, after].some(({ serviceStart, serviceEnd }) => serviceStart || serviceEnd);
  return isKnown
    ? before.serviceStart !== after.serviceStart || before.serviceEnd !== after.serviceEnd
    : before.timeText !== after.timeText;
}

type Dated = Pick<Demand, 'timeText' | 'serviceStart' | 'serviceEnd'>;

/** A coordinator has yet to decide about it. */
export function isUndecided({ state }: Demand): boolean {
  return state === 'submitted' || state === 'bureau_review';
}

/** The six clarities (六个明确) that may still be missing when a need is submitted; the time is always given. */
export const CLARITIES = [
  ['expert_requirement', 'expertRequirement'],
  ['place', 'place'],
  ['description', 'description'],
  ['expected_outcome', 'expectedOutcome'],
  ['contact_name', 'contactName'],
  ['contact_phone', 'contactPhone'],
] as const;

export type Clarity = (typeof CLARITIES)[number][0];

/** The fields to be filled before the need may be published, in the order of the form. */
export function missingForPublication(demand: Demand): Clarity[] {
  return CLARITIES.filter(([, key]) => demand[key].trim() === '').map(([field]) => field);
}

/** Decision 4: where the bureau publishes, a district's coordinator passes the need on. */
export function passesOn({ publishedBy }: Programme, asBureau: boolean): boolean {
  return publishedBy === 'bureau' && !asBureau;
}

/** Clause 2(3): health care for high-level talents is private by default, and never in the channel. */
export function isPublic({ actionLine }: Pick<Demand, 'actionLine'>): boolean {
  return actionLine !== 'talent_health';
}

/** Only line, field, district, time and slots are shown before a claim is confirmed, and then to the expert alone. */
export function isReduced(demand: Omit<Named, 'title'>): boolean {
  return demand.confidential || !isPublic(demand);
}

function isPast(date: string | undefined, today: Temporal.PlainDate): boolean {
  return date !== undefined && date < today.toString();
}

function hasBegun(date: string | undefined, today: Temporal.PlainDate): boolean {
  return date !== undefined && date <= today.toString();
}
