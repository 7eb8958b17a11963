import { type Catalogue, catalogueSchema } from './catalogue.ts';
import data from './data/catalogue.json' with { type: 'json' };

type Stored = Record<string, unknown>;

/** What the notice fixes: what a year begins with when it is set up. Afterwards the year's own catalogue counts. */
export const CATALOGUE: Catalogue = catalogueSchema.parse(data);

/**
 * A year's catalogue as it was stored, perhaps by an older release: a list that it lacks, and what an entry doesn't say,
 * are those of the notice. An entry that it lacks stays away. Throws when it is no catalogue at all.
 */
export function parseCatalogue(stored: unknown): Catalogue {
  const lists = isObject(stored) ? stored : {};
  return catalogueSchema.parse(
    Object.fromEntries(
      Object.entries<Stored[]>(data).map(([name, known]) => [name, fillIn(lists[name], known)]),
    ),
  );
}

function fillIn(list: unknown, known: readonly Stored[]): unknown {
  if (list === undefined) return known;
  if (!Array.isArray(list)) return list;
  return list.map((item: unknown) => {
    if (!isObject(item)) return item;
    const first = known.find(({ id }) => id === item.id);
    const whole: Stored = { key: item.id, ...first, ...item };
    return { ...whole, renamed: first !== undefined && (first.zh !== whole.zh || first.en !== whole.en) };
  });
}

function isObject(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
