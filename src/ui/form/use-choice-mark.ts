import { type ComboboxItem, useCombobox } from '@mantine/core';
import { type KeyboardEvent, useLayoutEffect, useState } from 'react';

/**
 * Keeps the mark of the arrow keys where it is seen, in a field whose choices are read anew while they are open. The field's own memory of it is a
 * place in the list: what is found later would put another choice there, and Enter would take one that is not marked.
 */
export function useChoiceMark(choices: readonly ComboboxItem[]) {
  const [isOpen, setIsOpen] = useState(false);
  const store = useCombobox({ opened: isOpen, onOpenedChange: setIsOpen });
  const { targetRef, updateSelectedOptionIndex, resetSelectedOption } = store;
  const order = choices.map(({ value }) => value).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the mark stands depends on the choices and their order
  useLayoutEffect(() => {
    const options = optionsOf(targetRef.current);
    const at = options.findIndex(isMarked);
    if (at === -1) resetSelectedOption();
    else updateSelectedOptionIndex(at);
    tell(targetRef.current);
  }, [order, isOpen, targetRef, resetSelectedOption, updateSelectedOptionIndex]);

  return {
    isOpen,
    /** What was marked belongs to what was found before. */
    leave: () => {
      resetSelectedOption();
      tell(targetRef.current);
    },
    props: {
      dropdownOpened: isOpen,
      onDropdownOpen: () => setIsOpen(true),
      onDropdownClose: () => setIsOpen(false),
      comboboxProps: { store },
      wrapperProps: {
        // Behind the field's own keys. Enter among choices takes the marked one or none; it sends no form.
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === 'Enter' && isOpen) event.preventDefault();
          tell(targetRef.current);
        },
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
