/** The components of a package URL, decoded. */
export interface Purl {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  /** In the order of their keys. */
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath: string | null;
}

/** The components while they are made canonical. */
export type PurlDraft = { -readonly [K in keyof Purl]: Purl[K] };

interface TypeRules {
  readonly namespace?: 'required' | 'prohibited';
  /** Components that are written in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version')[];
  readonly requiredQualifiers?: readonly string[];
  /** Further normalisation of the type. */
  readonly normalise?: (draft: PurlDraft) => void;
  /** What is wrong with the components, or null. */
  readonly fault?: (purl: Purl) => string | null;
}

const prohibited = { namespace: 'prohibited' } as const;
const lowerBoth = ['namespace', 'name'] as const;

/** Hosts of Git repositories whose paths are the same in any case. */
const caseBlindGitHosts = ['github', 'github.com', 'bitbucket', 'bitbucket.org'];

/**
 * Rules of the registered purl types (package-url/purl-spec, type definitions). Where a definition requires a namespace but
 * scanners leave it out in practice (deb, rpm, apk, golang and others), it is not required here: reading such a component beats
 * losing it.
 */
const rules: Readonly<Record<string, TypeRules>> = {
  alpm: { lower: lowerBoth },
  apk: { lower: lowerBoth },
  bazel: prohibited,
  bitbucket: { namespace: 'required', lower: lowerBoth },
  bitnami: { namespace: 'prohibited', lower: ['name'] },
  brew: { lower: lowerBoth },
  cargo: prohibited,
  'chrome-extension': {
    namespace: 'prohibited',
    lower: ['name'],
    fault: chromeExtensionFault,
  },
  cocoapods: prohibited,
  composer: { lower: lowerBoth },
  conda: prohibited,
  cpan: { fault: cpanFault },
  cran: prohibited,
  deb: { lower: lowerBoth },
  gem: prohibited,
  git: { namespace: 'required', normalise: normaliseGit },
  github: { namespace: 'required', lower: lowerBoth },
  hackage: prohibited,
  hex: { lower: lowerBoth },
  huggingface: { lower: ['version'] },
  julia: { namespace: 'prohibited', requiredQualifiers: ['uuid'] },
  luarocks: { lower: lowerBoth },
  mlflow: { namespace: 'prohibited', normalise: normaliseMlflow },
  nuget: prohibited,
  oci: { namespace: 'prohibited', lower: ['name', 'version'] },
  opam: prohibited,
  otp: { namespace: 'prohibited', lower: ['name'] },
  pub: { namespace: 'prohibited', lower: ['name'], normalise: normalisePub },
  pypi: { namespace: 'prohibited', lower: ['name', 'version'], normalise: normalisePypi },
  qpkg: { lower: ['namespace'] },
  rpm: { lower: ['namespace'] },
  swid: { requiredQualifiers: ['tag_id'] },
  swift: { namespace: 'required' },
  vcpkg: prohibited,
  'vscode-extension': { namespace: 'required', lower: ['namespace', 'name', 'version'] },
  yocto: { lower: ['namespace'] },
};

/** Applies the rules of the purl's type to its letters. */
export function normaliseByType(draft: PurlDraft): void {
  const rule = Object.hasOwn(rules, draft.type) ? rules[draft.type] : undefined;
  if (rule === undefined) return;
  for (const component of rule.lower ?? []) {
    const text = draft[component];
    if (text !== null) draft[component] = text.toLowerCase();
  }
  rule.normalise?.(draft);
}

/** What the rules of the purl's type find wrong, or null. */
export function faultByType(purl: Purl): string | null {
  const rule = Object.hasOwn(rules, purl.type) ? rules[purl.type] : undefined;
  if (rule === undefined) return null;
  if (rule.namespace === 'required' && purl.namespace === null)
    return `the purl type ${purl.type} needs a namespace`;
  if (rule.namespace === 'prohibited' && purl.namespace !== null)
    return `the purl type ${purl.type} has no namespace`;
  for (const key of rule.requiredQualifiers ?? []) {
    if (!Object.hasOwn(purl.qualifiers, key))
      return `the purl type ${purl.type} needs the qualifier ${key}`;
  }
  return rule.fault?.(purl) ?? null;
}

/** A Git purl's namespace is the host alone; the whole path of the repository is its name. */
function normaliseGit(draft: PurlDraft): void {
  if (draft.namespace === null) return;
  const [host = '', ...path] = draft.namespace.split('/');
  draft.namespace = host;
  draft.name = [...path, draft.name].join('/');
  if (!caseBlindGitHosts.includes(host.toLowerCase())) return;
  draft.namespace = host.toLowerCase();
  draft.name = draft.name.toLowerCase();
}

/** Names are the same in any case on Databricks, not on Azure ML. */
function normaliseMlflow(draft: PurlDraft): void {
  if (/databricks/i.test(draft.qualifiers.repository_url ?? ''))
    draft.name = draft.name.toLowerCase();
}

function normalisePub(draft: PurlDraft): void {
  draft.name = draft.name.replace(/[^a-z0-9_]/g, '_');
}

function normalisePypi(draft: PurlDraft): void {
  draft.name = draft.name.replaceAll('_', '-');
}

function chromeExtensionFault({ name, version }: Purl): string | null {
  if (!/^[a-p]{32}$/.test(name)) return 'a Chrome extension is named by 32 letters from a to p';
  if (version !== null && !/^\d+(?:\.\d+){0,3}$/.test(version))
    return 'the version of a Chrome extension is one to four numbers';
  return null;
}

function cpanFault({ namespace, name }: Purl): string | null {
  if (name.includes('::')) return 'a CPAN purl names a distribution, not a module with ::';
  if (namespace !== null && namespace !== namespace.toUpperCase())
    return 'the namespace of a CPAN purl is an author in upper case';
  return null;
}
