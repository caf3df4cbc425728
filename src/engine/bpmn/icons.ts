import type { NodeKind } from './diagram.ts';

const envelope = (x: number, y: number, w: number, h: number, filled: boolean): string => {
  const d = `M${x} ${y}h${w}v${h}h${-w}z`;
  const flap = `M${x} ${y}l${w / 2} ${h * 0.6}l${w / 2} ${-h * 0.6}`;
  return filled
    ? `<path class="solid" d="${d}"/><path class="paper" d="${flap}"/>`
    : `<path class="icon" d="${d}${flap}"/>`;
};

function clock(cx: number, cy: number): string {
  let marks = '';
  for (let i = 0; i < 12; i += 3) {
    const angle = (i * Math.PI) / 6;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    marks += `M${(cx + 8 * c).toFixed(1)} ${(cy + 8 * s).toFixed(1)}L${(cx + 10 * c).toFixed(1)} ${(cy + 10 * s).toFixed(1)}`;
  }
  return `<circle class="icon" cx="${cx}" cy="${cy}" r="10"/><path class="icon" d="${marks}M${cx} ${cy}l4.5 1M${cx} ${cy}l1.5 -7"/>`;
}

function gear(cx: number, cy: number): string {
  let teeth = '';
  for (let i = 0; i < 8; i += 1) {
    const angle = (i * Math.PI) / 4;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    teeth += `M${(cx + 4.5 * c).toFixed(1)} ${(cy + 4.5 * s).toFixed(1)}L${(cx + 7 * c).toFixed(1)} ${(cy + 7 * s).toFixed(1)}`;
  }
  return `<circle class="icon" cx="${cx}" cy="${cy}" r="4.5"/><circle class="icon" cx="${cx}" cy="${cy}" r="1.5"/><path class="icon thick" d="${teeth}"/>`;
}

/** The icon in the middle of an event, as SVG; empty for plain events. */
export function eventIcon(kind: NodeKind, cx: number, cy: number): string {
  switch (kind) {
    case 'boundary-timer':
    case 'start-event-timer':
      return clock(cx, cy);
    case 'message-throw':
      return envelope(cx - 9, cy - 6, 18, 12, true);
    case 'message-catch':
    case 'boundary-message':
    case 'start-event-message':
      return envelope(cx - 9, cy - 6, 18, 12, false);
    case 'start-event-conditional':
      return `<path class="icon" d="M${cx - 7} ${cy - 9}h14v18h-14zM${cx - 4} ${cy - 5}h8m-8 3.5h8m-8 3.5h8m-8 3.5h8"/>`;
    case 'end-escalation':
      return `<path class="solid" d="M${cx} ${cy - 10}l7 18l-7 -7l-7 7z"/>`;
    default:
      return '';
  }
}

/** The icon in the upper left corner of a task, as SVG. */
export function taskIcon(kind: NodeKind, x: number, y: number): string {
  switch (kind) {
    case 'user-task':
    case 'multi-instance':
      return `<circle class="icon" cx="${x + 12}" cy="${y + 9}" r="3.2"/><path class="icon" d="M${x + 6} ${y + 19}c0 -8 12 -8 12 0z"/>`;
    case 'service-task':
      return gear(x + 13, y + 13);
    case 'receive-task':
      return envelope(x + 6, y + 6, 15, 10, false);
    case 'send-task':
      return envelope(x + 6, y + 6, 15, 10, true);
    default:
      return '';
  }
}

/** The marker at the lower edge of an activity, as SVG. */
export function activityMarker(kind: NodeKind, cx: number, bottom: number): string {
  if (kind === 'multi-instance') {
    return `<path class="icon thick" d="M${cx - 5} ${bottom - 13}v10m5 -10v10m5 -10v10"/>`;
  }
  if (kind === 'ad-hoc') {
    return `<path class="icon thick" d="M${cx - 8} ${bottom - 5}c3 -7 6 -5 8 -2s5 4 8 -2"/>`;
  }
  return '';
}
