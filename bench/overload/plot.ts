import type { Step } from './measure.ts';

const SIZE = { width: 760, height: 380 };
const PLOT = { left: 60, right: 700, top: 44, bottom: 320 };
/** Of what is asked for, and of what is answered or refused; in shares of the capacity. */
const MOST_ASKED = 3;
const MOST_DONE = 2.5;
const MOST_MS = 2_500;
const GOOD = '#1b7f4b';
const REFUSED = '#b5532a';
const LATE = '#3b5b92';

interface Curve {
  name: string;
  colour: string;
  dash?: string;
  /** From 0 to 1. */
  heightOf(step: Step): number;
}

/** What became of it when 10 % to 300 % of the capacity was asked for, as a picture. */
export function plotOf(steps: readonly Step[], capacity: number, caption: string): string {
  const refusedOf = ({ good, overloaded, limited, gaveUp, failed }: Step) =>
    (overloaded + limited) / (good + overloaded + limited + gaveUp + failed);
  const curves: Curve[] = [
    {
      name: 'answered',
      colour: GOOD,
      heightOf: ({ goodput }) => goodput / capacity / MOST_DONE,
    },
    {
      name: 'refused at once',
      colour: REFUSED,
      heightOf: (step) => (refusedOf(step) * step.share) / MOST_DONE,
    },
    {
      name: 'p99 of what is answered (right)',
      colour: LATE,
      dash: '5 4',
      heightOf: ({ p99 }) => Math.min(1, p99 / MOST_MS),
    },
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12" fill="#444">
<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>
${axes()}
${curves.map((curve, place) => lineOf(curve, steps, place)).join('\n')}
<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 38}" text-anchor="middle">asked for, in % of what the node can do (${Math.round(capacity)} calls a second)</text>
<text x="${SIZE.width / 2}" y="${SIZE.height - 4}" text-anchor="middle" font-size="10" fill="#888">${caption}</text>
</svg>
`;
}

const xOf = (share: number) => round(PLOT.left + (share / MOST_ASKED) * (PLOT.right - PLOT.left));
const yOf = (height: number) => round(PLOT.bottom - height * (PLOT.bottom - PLOT.top));

function axes(): string {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((height) => {
    const y = yOf(height);
    return `<path d="M${PLOT.left} ${y}H${PLOT.right}" stroke="#e4e4e4"/>
<text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${round(height * MOST_DONE * 100)} %</text>
<text x="${PLOT.right + 8}" y="${y + 4}">${round((height * MOST_MS) / 1_000)} s</text>`;
  });
  const asked = [0, 0.5, 1, 1.5, 2, 2.5, 3].map(
    (share) =>
      `<text x="${xOf(share)}" y="${PLOT.bottom + 18}" text-anchor="middle">${share * 100}</text>`,
  );
  return [...ticks, ...asked].join('\n');
}

function lineOf(
  { name, colour, dash, heightOf }: Curve,
  steps: readonly Step[],
  place: number,
): string {
  const points = steps.map((step) => `${xOf(step.share)},${yOf(heightOf(step))}`);
  const dashed = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
  const x = PLOT.left + place * 180;
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dashed}/>
<path d="M${x} 20h24" stroke="${colour}" stroke-width="2"${dashed}/><text x="${x + 30}" y="24">${name}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
