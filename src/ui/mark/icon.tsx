import classes from './icon.module.css';

/** Strokes on a 16 px grid, drawn for this product. */
const paths = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14',
  inbox: 'M2 9.5 4 3h8l2 6.5V13H2V9.5Zm0 0h3.5l1 1.5h3l1-1.5H14',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  right: 'M6 3.5 10.5 8 6 12.5',
  left: 'M10 3.5 5.5 8 10 12.5',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.8h11M5.5 1.8v3M10.5 1.8v3',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10 8 5.5 12.5 10',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  filter: 'M2 4h12M4.5 8h7M6.5 12h3',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  upload: 'M8 10.5V3M4.8 6 8 2.8 11.2 6M3 13.5h10',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.2 1.5H2.8L4 11ZM6.7 14h2.6',
  person:
    'M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 14c.5-3 2.5-4.5 5.2-4.5s4.7 1.5 5.2 4.5',
  gear: 'M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  policy: 'M4 1.8h5.5L12.5 5v9.2H4zM9.2 2v3.2h3.2M6 8.2h4.4M6 11h4.4',
  document: 'M3.5 1.8h9v12.4h-9zM6 5h4M6 7.7h4M6 10.4h2.5',
  risk: 'M8 1.8 13 4v4c0 3-2 5.2-5 6.2C5 13.2 3 11 3 8V4z',
  organisation:
    'M2.5 14V5h5v9M7.5 14V2h6v12M1.5 14h13M4.3 7.5h1.4M4.3 10.5h1.4M9.8 5h1.4M9.8 8h1.4M9.8 11h1.4',
  assets: 'M2.5 4.5 8 1.8l5.5 2.7v7L8 14.2l-5.5-2.7zM2.5 4.5 8 7.2l5.5-2.7M8 7.2v7',
  acquisition: 'M5 4.5 1.8 8 5 11.5M11 4.5 14.2 8 11 11.5M9.3 2.8 6.7 13.2',
  operations: 'M1.5 8.5H5l1.8-5 2.6 9L11.2 8.5h3.3',
  incidents: 'M8 2 14.5 13.5h-13zM8 6.5v3.3M8 11.6v.4',
  collaboration:
    'M5.5 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM11 7.5a1.7 1.7 0 1 0 0-3.4M1.8 13c.3-2.6 1.7-4 3.7-4s3.4 1.4 3.7 4M11 9.3c1.7 0 2.9 1.2 3.2 3.7',
  platform: 'M2.5 3h11v3.6h-11zM2.5 9.4h11V13h-11zM5 4.8h.1M5 11.2h.1',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  trash: 'M2.8 4.5h10.4M6 4.5V2.5h4v2M4 4.5l.7 9h6.6l.7-9',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.3 1.5',
  link: 'M6.8 9.2 9.2 6.8M7.5 4.8l1.3-1.3a2.6 2.6 0 0 1 3.7 3.7l-1.3 1.3M8.5 11.2l-1.3 1.3a2.6 2.6 0 0 1-3.7-3.7l1.3-1.3',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  history: 'M2.5 8A5.5 5.5 0 1 0 4.2 4L2.5 5.7M2.5 2.5v3.2h3.2M8 5v3.2l2 1.3',
  print: 'M4.5 6V2h7v4M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7V14h-7z',
  lock: 'M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  menu: 'M2 4h12M2 8h12M2 12h12',
  edit: 'M2.5 13.5 3.2 10.5 11 2.7l2.3 2.3-7.8 7.8zM9.5 4.2l2.3 2.3',
  star: 'M8 2l1.8 3.9 4.200.5-3.1 2.900.8 4.2L8 11.4l-3.7 2.100.8-4.2L2 6.4l4.2-.5z',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  chart: 'M2.5 2.5v11h11M5.5 11V8M8.5 11V5M11.5 11V7',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words; it says nothing on its own, so screen readers pass over it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={classes.icon}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
