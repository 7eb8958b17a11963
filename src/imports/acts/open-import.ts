import { askLeave } from '../../directory/refuse.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { findProgramme } from '../../programme/repository.ts';
import type { Message } from '../../slack/blocks.ts';
import type { Ask, Deps } from '../../slack/interaction.ts';
import { buildImportForm } from '../forms.ts';

/** `/expert import` and `import_file`: the form, with a template for each kind of list. */
export async function openImport(deps: Deps, ask: Ask): Promise<Message | undefined> {
  const { teamId, locale } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return setUpFirst(ask);
  const { refusal } = await askLeave(deps, ask, 'import_file', {}, { kind: 'import', id: 'new' });
  if (refusal) return refusal;
  await ask.open(buildImportForm(locale, await deps.granted.has('files:read')));
  return undefined;
}
