import { Skeleton } from '@mantine/core';

/** Room of the rows that are not drawn. */
export function Spacer({ height, columns }: { height: number; columns: number }) {
  return height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is not focusable; this one only takes room
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

/** Rows that stand where rows will be. */
export function SkeletonRows({ count, columns }: { count: number; columns: number }) {
  return Array.from({ length: count }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: identical rows without state
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row is not focusable; this one stands for one to come
    <tr key={row} aria-hidden="true">
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical cells without state
        <td key={column}>
          <Skeleton
            height={12}
            width={column === 0 ? 14 : `${45 + ((row * 31 + column * 17) % 45)}%`}
            radius={4}
          />
        </td>
      ))}
    </tr>
  ));
}
