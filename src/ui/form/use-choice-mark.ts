import { type SelectProps, useCombobox } from '@mantine/core';
import { type KeyboardEvent, useEffect, useLayoutEffect, useState } from 'react';
import { choicesInPlace } from '../theme/theme.ts';

type Given = Pick<
  SelectProps,
  'searchable' | 'onSearchChange' | 'onDropdownOpen' | 'onDropdownClose'
>;

/**
 * Keeps the mark of the arrow keys where it is seen, in a field whose choices may be read anew while they are open. The field's own memory of it is
 * a place in the list, which opening the list sets anew a moment later: Enter would take a choice that is not marked, or none though one is.
 */
export function useChoiceMark({
  searchable = false,
  onSearchChange,
  onDropdownOpen,
  onDropdownClose,
}: Given) {
  const [isOpen, setIsOpen] = useState(false);
  const turn = (open: boolean) => {
    setIsOpen(open);
    if (open) onDropdownOpen?.();
    else onDropdownClose?.();
  };
  const store = useCombobox({ opened: isOpen, onOpenedChange: turn });
  const { targetRef, selectOption, updateSelectedOptionIndex, resetSelectedOption } = store;

  // Whatever was drawn anew may have come to stand elsewhere.
  useLayoutEffect(() => {
    const at = optionsOf(targetRef.current).findIndex(isMarked);
    if (at === -1) resetSelectedOption();
    else updateSelectedOptionIndex(at);
    tell(targetRef.current);
  });

  // Where nothing is typed, the keys start from what is chosen.
  useEffect(() => {
    if (!isOpen || searchable) return;
    const timer = setTimeout(() => {
      const options = optionsOf(targetRef.current);
      const chosen = options.findIndex((option) => option.hasAttribute('data-combobox-active'));
      if (chosen !== -1 && !options.some(isMarked)) selectOption(chosen);
      tell(targetRef.current);
    });
    return () => clearTimeout(timer);
  }, [isOpen, searchable, targetRef, selectOption]);

  return {
    dropdownOpened: isOpen,
    onDropdownOpen: () => turn(true),
    onDropdownClose: () => turn(false),
    onSearchChange: (q: string) => {
      // What was marked belongs to what was found before.
      resetSelectedOption();
      tell(targetRef.current);
      onSearchChange?.(q);
    },
    comboboxProps: { ...choicesInPlace, store },
    wrapperProps: {
      // Behind the field's own keys. Enter among choices takes the marked one or none; it sends no form.
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && isOpen) event.preventDefault();
        tell(targetRef.current);
      },
    },
  };
}

const isMarked = (option: Element): boolean => option.hasAttribute('data-combobox-selected');

function optionsOf(input: HTMLElement | null): Element[] {
  const list = document.getElementById(input?.getAttribute('aria-controls') ?? '');
  return [...(list?.querySelectorAll('[data-combobox-option]') ?? [])];
}

/** A screen reader is told of what is seen as marked, and of nothing else. */
function tell(input: HTMLElement | null): void {
  const marked = optionsOf(input).find(isMarked);
  if (marked === undefined) input?.removeAttribute('aria-activedescendant');
  else input?.setAttribute('aria-activedescendant', marked.id);
}
