import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  MultiSelect,
  Popover,
  Select,
  TagsInput,
  Tooltip,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eaf0fe',
  '#d5e0fd',
  '#b3c7fa',
  '#9ab5fb',
  '#8fadf9',
  '#84a4f8',
  '#5078ea',
  '#3a62d6',
  '#2750bd',
  '#1d3d94',
];

export const choicesInPlace = {
  withinPortal: false,
  floatingStrategy: 'fixed',
  shadow: 'md',
} as const;

/** One accent colour; shades 8 (light) and 5 (dark) keep text on it above 4.5:1. */
export const theme = createTheme({
  fontFamily: 'Inter, system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontFamily: 'Inter, system-ui, sans-serif', fontWeight: '600' },
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1rem', xl: '1.125rem' },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', color: 'gray', size: 'md' },
    }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { error }) => ({
        wrapper: error
          ? {}
          : ({ '--input-bd': 'var(--cw-line-strong)', '--input-bg': 'var(--cw-surface)' } as Record<
              string,
              string
            >),
      }),
    }),
    // Inside their landmark and without an empty element in front, as assistive technology expects a menu.
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 0 },
        withinPortal: false,
        floatingStrategy: 'fixed',
        withInitialFocusPlaceholder: false,
      },
    }),
    Popover: Popover.extend({ defaultProps: { withinPortal: false, floatingStrategy: 'fixed' } }),
    Select: Select.extend({ defaultProps: { comboboxProps: choicesInPlace } }),
    MultiSelect: MultiSelect.extend({ defaultProps: { comboboxProps: choicesInPlace } }),
    TagsInput: TagsInput.extend({ defaultProps: { comboboxProps: choicesInPlace } }),
    Modal: Modal.extend({ defaultProps: { transitionProps: { duration: 0 }, centered: true } }),
    Drawer: Drawer.extend({
      defaultProps: {
        transitionProps: { duration: 0 },
        position: 'right',
        overlayProps: { backgroundOpacity: 0.3 },
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 400,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: false },
      },
    }),
  },
});

/** Mantine's own variables follow ours, so that both schemes are told once, in `tokens.css`. */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--cw-surface)',
    '--mantine-color-text': 'var(--cw-text)',
    '--mantine-color-dimmed': 'var(--cw-text-3)',
    '--mantine-color-placeholder': 'var(--cw-text-3)',
    '--mantine-color-error': 'var(--cw-danger)',
    '--mantine-color-default': 'var(--cw-surface)',
    '--mantine-color-default-hover': 'var(--cw-hover)',
    '--mantine-color-default-border': 'var(--cw-line-strong)',
    '--mantine-color-anchor': 'var(--cw-accent-text)',
  };
  return { variables: {}, light: ours, dark: ours };
};
