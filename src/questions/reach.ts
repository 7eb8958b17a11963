import type { Reach } from '../objects/reach.ts';

/** Whose services somebody may ask about: their districts' and systems', and their own. */
export interface QuestionReach extends Reach {
  userId: string;
  /** Themselves, those whom they assist, and those who named them for their home unit. */
  experts: string[];
  /** Units of which they are a contact. */
  units: string[];
  /** They are the contact of a need. */
  isContact: boolean;
}

/** Nothing is theirs to ask about but what everybody may know. */
export function reachesNothing({
  all,
  districts,
  systems,
  experts,
  units,
  isContact,
}: QuestionReach): boolean {
  return !all && !isContact && districts.length + systems.length + experts.length + units.length === 0;
}

/** They look after some districts or systems, not the whole city. */
export function isLimited({ all }: QuestionReach): boolean {
  return !all;
}
