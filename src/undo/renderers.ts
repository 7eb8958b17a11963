import type { Db } from '../db/open.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { findDone } from './sql.ts';
import { isUndoable } from './undo.ts';
import { buildTakenBack, buildTakenBackNote } from './views.ts';

async function renderTakenBack(db: Db, { teamId, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId, zone);
  const undone = (await findDone(db, teamId, ref.auditId ?? ''))?.details;
  const act = String(undone?.act);
  if (!programme || !undone || !isUndoable(act)) return undefined;
  return locale ? buildTakenBack(act, String(undone.number), locale) : buildTakenBackNote(programme.language);
}

export const undoRenderers: Record<string, Renderer> = { taken_back: renderTakenBack };
