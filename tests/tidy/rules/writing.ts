import type { HouseFile, Rule } from '../house.ts';

/** A Markdown file has one title. */
export const oneTitle: Rule = {
  name: 'one title per Markdown file',
  advice: 'Begin with one "# Title"; sections below it begin with "##".',
  check: (house) =>
    house.files
      .filter(({ path }) => path.endsWith('.md') && !path.endsWith('PROVENANCE.md'))
      .map((file) => ({ path: file.path, titles: countTitles(file) }))
      .filter(({ titles }) => titles !== 1)
      .map(({ path, titles }) => ({ path, message: `has ${titles} titles` })),
};

/** A requirement that is cited exists. R-AA-… is of no document and stands for one in tests. */
export const knownRequirements: Rule = {
  name: 'cited requirements exist',
  advice: 'src/standards/requirements.json lists the ids.',
  check: (house) => {
    const known = new Set(requirementIds(house.files));
    if (known.size === 0) return [];
    return house.files.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((content, index) =>
          (content.match(/\bR-(?!AA-)[A-Z]{2,4}-\d+\b/g) ?? [])
            .filter((id) => !known.has(id))
            .map((id) => ({ path, line: index + 1, message: `cites ${id}` })),
        ),
    );
  },
};

/** The ids that the product ships, in their order. */
export function requirementIds(files: readonly HouseFile[]): string[] {
  const file = files.find(({ path }) => path === 'src/standards/requirements.json');
  if (file === undefined) return [];
  return (JSON.parse(file.text) as { requirements: { id: string }[] }).requirements.map(
    ({ id }) => id,
  );
}

function countTitles({ text }: HouseFile): number {
  const withoutCode = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return withoutCode.match(/^# /gm)?.length ?? 0;
}
