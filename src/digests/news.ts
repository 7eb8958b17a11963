import type { Catalogue } from '../programme/catalogue.ts';
import { type Content, familyTotals, type IssueView, LATE_KINDS } from './digest.ts';

const LEADING: ReadonlySet<Content> = new Set(['progress', 'changes', 'open']);

/**
 * Something that the channel asks for would be new to it: only that is worth a message by itself. What it didn't ask
 * for is no news here, however much of it there is.
 */
export function hasNews(
  { channel, digest, changes, story, setUpBy }: IssueView,
  catalogue: Catalogue,
): boolean {
  const { needs = 0, claims = 0, reports = 0, summaries = 0, experts = 0 } = changes ?? {};
  const acted = (changes?.acts.length ?? 0) + (changes?.settings.length ?? 0);
  const late = LATE_KINDS.reduce((sum, kind) => sum + digest.overdue[kind], 0);
  const before = (digest.stillOpen ?? []).map(({ changed }) => changed.reports + changed.summaries);
  // Whoever reads the first one has read nothing before it.
  const served = setUpBy === undefined ? reports + experts : digest.reports;
  const news: Record<Content, boolean> = {
    progress: served > 0,
    changes: needs + claims + reports + summaries + experts + acted > 0 || before.some((n) => n > 0),
    open: digest.openInAll > 0,
    // Reminders tell the people themselves: it calls a channel only where that is what the message is about.
    overdue: late > 0 && !channel.content.some((one) => LEADING.has(one)),
    coverage: served + needs + summaries > 0,
    outcomes: served > 0 && familyTotals(digest.totals, catalogue).length > 0,
    story: story !== undefined,
    quiet_line: false,
  };
  return channel.content.some((one) => news[one]);
}
