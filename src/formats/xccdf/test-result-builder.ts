import { FormatError } from '../format-error.ts';
import {
  type XccdfResult,
  type XccdfRuleResult,
  type XccdfTestResult,
  xccdfResults,
} from './xccdf.ts';

/** Rule results in one run at most; the largest benchmarks have some thousands of rules. */
const maxRuleResults = 50_000;

type Attributes = Readonly<Record<string, string>>;

interface OpenRule {
  readonly rule: string;
  readonly severity: string | null;
  readonly line: number;
  readonly idents: string[];
  result: XccdfResult | null;
  overrides: number;
}

const isResult = (text: string): text is XccdfResult =>
  (xccdfResults as readonly string[]).includes(text);

/** Facts that name the target itself (NISTIR 7275 r4 §6.6.3, and what OpenSCAP and SCC write). */
const namingFacts = /(:|^)(host_?name|fqdn)$/i;

/** Puts one `TestResult` together from its elements. */
export class TestResultBuilder {
  readonly #id: string;
  readonly #attributes: Attributes;
  readonly #line: number;
  readonly #targets = new Set<string>();
  readonly #addresses = new Set<string>();
  readonly #scores: [string, string][] = [];
  readonly #rules: XccdfRuleResult[] = [];
  #benchmark: string | null;
  #profile: string | null = null;
  #rule: OpenRule | null = null;

  /** @param benchmark id of the benchmark that the result stands in, if it does */
  constructor(attributes: Attributes, benchmark: string | null, line: number) {
    this.#id = required(attributes, 'id', 'TestResult', line);
    this.#attributes = attributes;
    this.#benchmark = benchmark;
    this.#line = line;
  }

  /** An element begins; `parent` is what it stands in. */
  open(name: string, parent: string, attributes: Attributes, line: number): void {
    if (parent === 'TestResult') this.#openPart(name, attributes, line);
    else if (parent === 'rule-result' && name === 'override' && this.#rule !== null) {
      this.#rule.overrides += 1;
    }
  }

  #openPart(name: string, attributes: Attributes, line: number): void {
    if (name === 'benchmark') {
      this.#benchmark = attributes['id'] ?? this.#benchmark ?? attributes['href'] ?? null;
    } else if (name === 'profile') {
      this.#profile = attributes['idref'] ?? null;
    } else if (name === 'rule-result') {
      if (this.#rules.length >= maxRuleResults) {
        const what = `More than ${maxRuleResults} results of rules in one TestResult`;
        throw new FormatError('xccdf-too-many', what, { line });
      }
      this.#rule = {
        rule: required(attributes, 'idref', 'rule-result', line),
        severity: attributes['severity'] ?? null,
        line,
        ...{ idents: [], result: null, overrides: 0 },
      };
    }
  }

  /** An element ended with this text, blanks around it taken off. */
  close(name: string, parent: string, attributes: Attributes, text: string, line: number): void {
    if (parent === 'rule-result') this.#closeInRule(name, text, line);
    else if (name === 'rule-result') this.#closeRule();
    else if (parent === 'target-facts' && namingFacts.test(attributes['name'] ?? '')) {
      this.addTarget(text);
    } else if (parent === 'TestResult') {
      if (name === 'target') this.addTarget(text);
      else if (name === 'target-address') this.addAddress(text);
      else if (name === 'score') this.#scores.push([attributes['system'] ?? '', text]);
    }
  }

  addTarget(name: string): void {
    if (name !== '' && name.toLowerCase() !== 'localhost') this.#targets.add(name);
  }

  addAddress(address: string): void {
    if (address !== '') this.#addresses.add(address);
  }

  #closeInRule(name: string, text: string, line: number): void {
    if (this.#rule === null) return;
    if (name === 'ident' && text !== '') this.#rule.idents.push(text);
    if (name !== 'result') return;
    if (!isResult(text)) {
      const what = `The result of ${this.#rule.rule} is none that XCCDF knows: ${text.slice(0, 60)}`;
      throw new FormatError('xccdf-result', what, { line });
    }
    this.#rule.result = text;
  }

  #closeRule(): void {
    const rule = this.#rule;
    if (rule === null) return;
    if (rule.result === null) {
      throw new FormatError('xccdf-result', `${rule.rule} has no result`, { line: rule.line });
    }
    this.#rules.push({ ...rule, result: rule.result });
    this.#rule = null;
  }

  done(): XccdfTestResult {
    return {
      id: this.#id,
      startTime: this.#attributes['start-time'] ?? null,
      endTime: this.#attributes['end-time'] ?? null,
      testSystem: this.#attributes['test-system'] ?? null,
      benchmark: this.#benchmark,
      profile: this.#profile,
      targets: [...this.#targets],
      addresses: [...this.#addresses],
      scores: this.#scores,
      rules: this.#rules,
      line: this.#line,
    };
  }
}

function required(attributes: Attributes, name: string, element: string, line: number): string {
  const value = attributes[name]?.trim() ?? '';
  if (value !== '') return value;
  throw new FormatError('xccdf-attribute', `${element} has no ${name}`, { line });
}
