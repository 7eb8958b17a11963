/** files.info. */
import type { Team } from '../team.ts';
import { type Answer, type Args, requireArgs } from './call.ts';

/** files.info: what people put into the app's forms is the app's to see. */
export function fileInfo(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'file');
  if (missing) return missing;
  const file = team.files.get(String(args.file));
  if (!file) return { error: 'file_not_found' };
  return { file: structuredClone(file), comments: [] };
}
