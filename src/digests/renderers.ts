import type { Db } from '../db/open.ts';
import { today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/deliver.ts';
import { buildChannelDigest } from './blocks.ts';
import { readDigest } from './repository.ts';

/** The digest in the channel: the state of the moment it is sent, in the programme's language. */
async function renderDigest(db: Db, { teamId, now }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  if (!programme) return undefined;
  const digest = await readDigest(db, programme, now);
  const day = today(programme, now).toString();
  return buildChannelDigest(digest, { programme, locale: programme.language, day });
}

export const digestsRenderers: Record<string, Renderer> = { digest: renderDigest };
