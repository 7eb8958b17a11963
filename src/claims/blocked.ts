/** Days on which an expert can't go, both ends with them: a claim whose service falls into them is refused. */
export interface BlockedDates {
  id: string;
  expertId: string;
  /** 'YYYY-MM-DD' in the programme's zone, as is `until`. */
  from: string;
  until: string;
  /** Only for the expert, their home unit and coordinators. */
  reason: string;
  /** Whose word it is. */
  side: 'expert' | 'home_unit';
}
