import { html } from 'htm/preact';
import type { Chart } from './block-kit.ts';
import { useDesk } from './desk.ts';

const BOX = { left: 44, right: 12, top: 14, bottom: 40, width: 560, height: 260 };
const INNER = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom };

type Series = NonNullable<Chart['series']>[number];

/** Lines, bars or areas over named categories. */
export function AxisChart({ chart }: { chart: Chart }) {
  const { locale } = useDesk();
  const series = chart.series ?? [];
  const categories = categoriesOf(chart);
  const ticks = ticksFor(series.flatMap(({ data }) => data.map(({ value }) => value)));
  const [low = 0] = ticks;
  const high = ticks.at(-1) ?? 1;
  const slot = INNER.width / Math.max(categories.length, 1);
  const x = (index: number): number => BOX.left + slot * (index + 0.5);
  const y = (value: number): number => BOX.top + INNER.height * (1 - (value - low) / (high - low));
  const every = Math.ceil(Math.max(...categories.map(widthOf), 1) / Math.max(slot - 6, 1));
  const label = series.map(
    ({ name, data }) => `${name}: ${data.map((point) => `${point.label} ${point.value}`).join(', ')}`,
  );
  return html`<svg viewBox=${`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label=${label.join('; ')}>
    ${ticks.map(
      (tick) => html`<g key=${tick}>
        <line class="grid" x1=${BOX.left} x2=${BOX.width - BOX.right} y1=${y(tick)} y2=${y(tick)} />
        <text x=${BOX.left - 6} y=${y(tick)} dy="0.35em" text-anchor="end">${tick.toLocaleString(locale)}</text>
      </g>`,
    )}
    ${categories.map((category, index) => index % every === 0 && html`<text key=${category} x=${x(index)} y=${BOX.height - BOX.bottom + 16} text-anchor="middle">${category}</text>`)}
    ${series.map((each, index) => {
      const points = categories.flatMap((category, at): [number, number, number][] => {
        const value = each.data.find((point) => point.label === category)?.value;
        return value === undefined ? [] : [[x(at), y(value), value]];
      });
      if (chart.type === 'bar')
        return bars(each, index, points, series.length, slot, y(Math.max(low, 0)), locale);
      return line(each, index, points, chart.type === 'area' ? y(Math.max(low, 0)) : undefined, locale);
    })}
    ${chart.axis_config?.x_label && html`<text class="axis" x=${BOX.left + INNER.width / 2} y=${BOX.height - 5} text-anchor="middle">${chart.axis_config.x_label}</text>`}
    ${chart.axis_config?.y_label && html`<text class="axis" x="2" y="9">${chart.axis_config.y_label}</text>`}
  </svg>`;
}

function line(
  series: Series,
  index: number,
  points: [number, number, number][],
  floor: number | undefined,
  locale: string,
) {
  const path = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const ink = `ink-${index % 12}`;
  return html`<g key=${series.name}>
    ${floor !== undefined && points.length > 0 && html`<path class=${`area ${ink}`} d=${`${path}L${points.at(-1)?.[0]} ${floor}L${points[0]?.[0]} ${floor}Z`} />`}
    <path class=${`line ${ink}`} d=${path} />
    ${points.map(([x, y, value], at) => html`<circle key=${at} class=${ink} cx=${x} cy=${y} r="3.5"><title>${titleOf(series, at, value, locale)}</title></circle>`)}
  </g>`;
}

function bars(
  series: Series,
  index: number,
  points: [number, number, number][],
  count: number,
  slot: number,
  floor: number,
  locale: string,
) {
  const width = Math.min((slot * 0.72) / count, 40);
  return html`<g key=${series.name}>${points.map(([x, y, value], at) => {
    const left = x + (index - count / 2) * width;
    return html`<g key=${at}>
      <rect class=${`ink-${index % 12}`} x=${left + 0.5} y=${Math.min(y, floor)} width=${Math.max(width - 1, 1)} height=${Math.max(Math.abs(floor - y), 0.5)} rx="2"><title>${titleOf(series, at, value, locale)}</title></rect>
      ${count === 1 && html`<text class="value" x=${x} y=${y - 4} text-anchor="middle">${value.toLocaleString(locale)}</text>`}
    </g>`;
  })}</g>`;
}

function titleOf(series: Series, at: number, value: number, locale: string): string {
  return `${series.name} · ${series.data[at]?.label ?? ''} · ${value.toLocaleString(locale)}`;
}

export function categoriesOf(chart: Chart): string[] {
  return chart.axis_config?.categories ?? chart.series?.[0]?.data.map(({ label }) => label) ?? [];
}

/** Round steps of 1, 2 or 5 from zero (or below) to above the largest value. */
function ticksFor(values: number[]): number[] {
  const high = Math.max(...values, 0) || 1;
  const low = Math.min(...values, 0);
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Roughly how wide a label is drawn; a Chinese character is twice a Latin one. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 12 : 6.5), 0);
}
