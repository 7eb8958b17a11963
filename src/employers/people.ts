import type { Blanket } from '../claims/blanket.ts';
import type { BlockedDates } from '../claims/blocked.ts';
import type { Claim } from '../claims/claim.ts';
import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';

/** One of an employer's experts, and where they are. */
export interface Person {
  expert: Expert;
  /** What is live, the next service first. */
  claims: { claim: Claim; demand: Demand }[];
  /** In the year, by accepted reports: days of work, and services. */
  days: number;
  services: number;
  /** In the year. */
  consents: { given: number; waiting: number };
  blocked: BlockedDates[];
}

/** What somebody sees who speaks for an employer; and of somebody who is an expert, their own dates. */
export interface EmployersView {
  people: Person[];
  total: number;
  blankets: Blanket[];
  /** Units all of whose experts they speak for. */
  units: { id: string; name: string }[];
  mine: BlockedDates[];
}
