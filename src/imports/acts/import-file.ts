import { randomUUID } from 'node:crypto';
import { actOnce, recordAct } from '../../db/audit.ts';
import { askLeave } from '../../directory/refuse.ts';
import { enqueueView } from '../../outbox/enqueue.ts';
import { findProgramme } from '../../programme/repository.ts';
import { message, section } from '../../slack/blocks.ts';
import { filesIn, type GivenFile } from '../../slack/files.ts';
import type { Deps, Submission } from '../../slack/interaction.ts';
import type { Answer } from '../../slack/submit.ts';
import { FILE_TYPES } from '../forms.ts';
import { KINDS } from '../import.ts';
import { MOST_BYTES } from '../sheet.ts';
import { insertImport } from '../sql.ts';
import { messageOf } from '../tell.ts';
import { say } from '../words.ts';
import { readImport } from './read-import.ts';

/** `import_file`: takes a list in. It is read afterwards; what its name and size say is refused beside the field. */
export async function submitImport(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, userId, locale, now, cause, typed } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const { refusal } = await askLeave(deps, ask, 'import_file', {}, { kind: 'import', id: 'new' });
  if (refusal) return { notice: refusal };
  if (!(await deps.granted.has('files:read'))) return { notice: message(section(say(locale, 'no_scope'))) };
  const kind = KINDS.find((one) => one === typed.kind);
  if (!kind) return { errors: { kind: say(locale, 'choose_kind') } };
  const [given] = filesIn(typed.file);
  if (!given) return { errors: { file: say(locale, 'choose_file') } };
  const file = given.size < 0 ? ((await deps.granted.findFile(given.id)) ?? given) : given;
  const { name } = file;
  if (!hasKnownName(file)) return { errors: { file: say(locale, 'wrong_type', { name }) } };
  if (file.size > MOST_BYTES)
    return { errors: { file: say(locale, 'too_big', { name, max: MOST_BYTES / 1024 / 1024 }) } };

  const id = randomUUID();
  const outcome = await actOnce(deps.db, async (trx) => {
    await insertImport(trx, {
      teamId,
      id,
      kind,
      by: userId,
      language: locale,
      file: { id: file.id, name },
      now,
    });
    await recordAct(trx, {
      teamId,
      act: 'import_file',
      actor: userId,
      objectKind: 'import',
      objectId: id,
      now,
      cause,
      details: { kind },
    });
    await enqueueView(trx, messageOf(teamId, { id, uploadedBy: userId }));
  });
  const notice = message(section(say(locale, 'being_read', { name })));
  if (outcome === 'repeated') return { notice };
  return { notice, afterwards: () => readImport(deps, teamId, id) };
}

function hasKnownName({ name }: GivenFile): boolean {
  return FILE_TYPES.some((type) => name.toLowerCase().endsWith(`.${type}`));
}
