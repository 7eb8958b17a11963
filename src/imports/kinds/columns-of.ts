import type { Programme } from '../../programme/programme.ts';
import type { Column } from '../columns.ts';
import type { Kind } from '../import.ts';
import { expertColumns, unitColumns } from './people-columns.ts';
import { demandColumns, reportColumns } from './service-columns.ts';

/** By whose lists a column is read: the year for new things. */
export type Lists = Pick<Programme, 'catalogue' | 'year'>;

/** What may stand in a list of this kind. */
export function columnsOf(kind: Kind, lists: Lists): Column[] {
  switch (kind) {
    case 'units':
      return unitColumns(lists);
    case 'experts':
      return expertColumns(lists);
    case 'demands':
      return demandColumns(lists);
    case 'reports':
      return reportColumns(lists);
  }
}
