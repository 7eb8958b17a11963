import type { Room } from '../room.ts';
import { showFile } from './page.ts';
import { peopleInFiles } from './refers.ts';
import { findFile, findUpload, forgetFiles } from './sql.ts';
import { buildHandedFile } from './views.ts';

export const files: Room = {
  name: 'files',
  tables: ['handed_file'],
  renderers: {
    async handed_file(db, { teamId, ref, locale = 'zh' }) {
      const file = await findFile(db, teamId, ref.fileId ?? '');
      return file && buildHandedFile(file, locale);
    },
    async file_upload(db, { teamId, ref }) {
      const file = await findUpload(db, teamId, ref.fileId ?? '');
      if (!file?.channel_id) return undefined;
      const { id, name, title, bytes, channel_id: channel } = file;
      return { upload: { id, channel, name, title, bytes } };
    },
  },
  looks: [
    {
      name: 'forget_files',
      turn: 'upkeep',
      async look({ db, findTeam, now }) {
        const teamId = await findTeam();
        return teamId === undefined ? undefined : forgetFiles(db, teamId, now());
      },
    },
  ],
  pages: { files: showFile },
  people: peopleInFiles,
};
