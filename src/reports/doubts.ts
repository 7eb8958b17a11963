import type { Report, ReportContent } from './report.ts';

/** Something worth a second look: asked about, never refused (decisions 16 and 21). */
export interface Doubt {
  /** Names the doubt and the figures it is about: what was confirmed once isn't asked again. */
  key: string;
  kind: 'large_benefit' | 'trained_more' | 'like_another';
  values: Record<string, string | number>;
}

/** In 10,000 CNY: 100 million. */
const LARGE_BENEFIT = 10_000;

/** `similar` is a report of the same days, place and expert, if there is one. */
export function doubtsOf(
  { metrics }: Pick<ReportContent, 'metrics'>,
  similar?: Pick<Report, 'id' | 'number' | 'title'>,
): Doubt[] {
  const {
    economic_benefit_wan: benefit = 0,
    trained_persons: trained = 0,
    service_persons: served,
  } = metrics;
  const doubts: Doubt[] = [];
  if (benefit > LARGE_BENEFIT) {
    doubts.push({ key: `large_benefit:${benefit}`, kind: 'large_benefit', values: { benefit } });
  }
  if (served !== undefined && trained > served) {
    doubts.push({ key: `trained:${trained}:${served}`, kind: 'trained_more', values: { trained, served } });
  }
  if (similar) {
    const { number, title } = similar;
    doubts.push({ key: `like:${similar.id}`, kind: 'like_another', values: { number, title } });
  }
  return doubts;
}
