import { settings } from '#kernel/config/config.ts';

const introduction = `# Configuration

Every setting has one name, which serves as an environment variable and as a key of \`DATA_DIR/config.json\`; the environment wins. Unknown
keys of the file and wrong values are refused at start. \`commonward config show\` tells what is in effect and where it comes from.

The command line also reads \`API_TOKEN\` ([command line](command-line.md)), and colours are off where \`NO_COLOR\` is set. What \`WATCH_DIR\`
does: [a folder that is watched](watched-folder.md); what \`MAILBOX_DIR\` does: [mail that is read](mailbox-folder.md);
what \`CLAMD_URL\` needs: [a scanner for malicious code](scanner.md).

| setting | default | what it does |
|---|---|---|
`;

/** The text of `docs/guide/configuration.md`, from the settings themselves; `commonward config guide` prints it. */
export function configurationGuide(): string {
  const rows = Object.entries(settings).map(([name, schema]) => {
    const usual: unknown = schema.safeParse(undefined).data;
    const words = (schema.description ?? '').replaceAll('|', '\\|');
    return `| \`${name}\` | ${defaultOf(usual)} | ${words} |\n`;
  });
  return introduction + rows.join('');
}

function defaultOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? '`on`' : '`off`';
  return `\`${String(value)}\``;
}
