import type { Db } from '../db/open.ts';
import { showMoment } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { say } from './words.ts';

async function renderDeadlineMoved(
  db: Db,
  { teamId, ref, locale = 'zh', zone }: RenderAsk,
): Promise<Rendered> {
  const { year = '', to = '', from = '' } = ref;
  const programme = await programmeOf(db, { teamId, year: Number(year) }, zone);
  const [deadline, before] = [to, from].map((moment) =>
    showMoment(Temporal.Instant.from(moment), programme, locale),
  );
  return message(
    section(say(locale, 'deadline_moved', { year, deadline: deadline ?? '', before: before ?? '' })),
  );
}

export const yearsRenderers: Record<string, Renderer> = { deadline_moved: renderDeadlineMoved };
