/** What `npm audit --json` reports, against the findings that were looked at and accepted. */

/** A finding that may stay, and why. */
export interface Accepted {
  /** The advisory's address. */
  readonly advisory: string;
  readonly package: string;
  readonly reason: string;
}

/** The part of npm's report (format 2) that is read. Other entries of `via` only name another package of the list. */
export interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (Advisory | string)[] }>>;
}

export interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
}

export interface Verdict {
  /** Findings that nobody has accepted. */
  readonly open: readonly Advisory[];
  /** Accepted ones that are gone: their line should go too. */
  readonly stale: readonly Accepted[];
}

/** @throws Error when `report` is not an audit, as when the registry gives none. */
export function judge(report: AuditReport, accepted: readonly Accepted[]): Verdict {
  if (report.auditReportVersion !== 2 || !report.vulnerabilities) throw new Error('This is no audit report.');
  const found = new Map<string, Advisory>();
  for (const { via } of Object.values(report.vulnerabilities))
    for (const one of via) if (typeof one !== 'string') found.set(`${one.name} ${one.url}`, one);
  const known = new Set(accepted.map((one) => `${one.package} ${one.advisory}`));
  return {
    open: [...found].filter(([key]) => !known.has(key)).map(([, one]) => one),
    stale: accepted.filter((one) => !found.has(`${one.package} ${one.advisory}`)),
  };
}

/** The part of package-lock.json that is read. */
export interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly integrity?: string; readonly resolved?: string; readonly link?: boolean }>
  >;
}

/** Packages whose bytes are not pinned: without a hash, or from elsewhere than the registry. */
export function unpinned({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([path, { integrity, resolved }]) => {
      const elsewhere = /^(git|http:|file:)/.test(resolved ?? '');
      return path !== '' && (elsewhere || !integrity?.startsWith('sha512-'));
    })
    .map(([path]) => path);
}
