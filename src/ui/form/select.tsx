import * as mantine from '@mantine/core';
import { useChoiceMark } from './use-choice-mark.ts';

/** One of several choices, by typing or by the arrow keys: Enter takes what is marked. */
export function Select(props: mantine.SelectProps) {
  const mark = useChoiceMark(props);
  return <mantine.Select {...props} {...mark} />;
}

/** Several of several choices, in the same way. */
export function MultiSelect(props: mantine.MultiSelectProps) {
  const mark = useChoiceMark(props);
  return <mantine.MultiSelect {...props} {...mark} />;
}
