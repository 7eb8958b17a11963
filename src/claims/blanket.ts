/** A home unit's yes in advance: to one of its experts or to all, for services that end by a day. */
export interface Blanket {
  id: string;
  employerId: string;
  employer: string;
  /** Undefined: all of the unit. */
  expert: { id: string; name: string } | undefined;
  documentNo: string;
  /** 'YYYY-MM-DD' in the programme's zone, as is `until`. */
  date: string;
  until: string;
  recordedBy: string;
  onBehalf: boolean;
  isEnded: boolean;
  /** So many claims have passed by it. */
  passed: number;
}
