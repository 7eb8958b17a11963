import { html } from 'htm/preact';
import type { Chart } from './block-kit.ts';
import { useDesk } from './desk.ts';

const RADIUS = 70;

export function PieChart({ chart }: { chart: Chart }) {
  const { locale } = useDesk();
  const segments = chart.segments ?? [];
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return html`<svg class="pie" viewBox="-100 -80 200 160" role="img" aria-label=${segments.map(({ label, value }) => `${label} ${value}`).join(', ')}>
    ${segments.map(({ label, value }, index) => {
      const start = from;
      from += value / total;
      const share = Math.round((value / total) * 100);
      const [x, y] = at((start + from) / 2, RADIUS * 0.68);
      return html`<g key=${label}>
        <path class=${`ink-${index % 12}`} d=${slice(start, from)}><title>${`${label} ${value.toLocaleString(locale)} (${share}%)`}</title></path>
        ${share >= 7 && html`<text x=${x} y=${y} dy="0.35em" text-anchor="middle">${share}%</text>`}
      </g>`;
    })}
  </svg>`;
}

/** The outline of a slice between two shares of the circle, clockwise from the top. */
function slice(from: number, to: number): string {
  if (to - from > 0.9999) return `M0 ${-RADIUS}A${RADIUS} ${RADIUS} 0 1 1 -0.01 ${-RADIUS}Z`;
  const isLarge = to - from > 0.5 ? 1 : 0;
  return `M0 0L${at(from, RADIUS)}A${RADIUS} ${RADIUS} 0 ${isLarge} 1 ${at(to, RADIUS)}Z`;
}

function at(share: number, radius: number): [number, number] {
  const angle = share * 2 * Math.PI;
  return [round(Math.sin(angle) * radius), round(-Math.cos(angle) * radius)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
