import classes from './choice-bar.module.css';

export interface Choice<T extends string> {
  readonly value: T;
  readonly title: string;
}

export interface ChoiceBarProps<T extends string> {
  /** What is chosen between, for a screen reader and as the first word. */
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few alternatives side by side, one of which holds: quicker than a list that must be opened. */
export function ChoiceBar<T extends string>({
  label,
  choices,
  value,
  onChange,
}: ChoiceBarProps<T>) {
  return (
    <fieldset className={classes.bar} data-print="hide">
      <legend>{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.title}
        </button>
      ))}
    </fieldset>
  );
}
